package dev.phaseledger.app.backtest;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.backtest.BacktestJob.State;
import dev.phaseledger.app.backtest.BacktestJob.View;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.Mode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/// Runs jobs of one kind in the background, few at a time: they take the processor time that
/// decisions need. Jobs live as long as the process; what they found is kept as an artifact of the
/// tenant.
final class Backtests implements AutoCloseable {

  /// Back-tests that run at a time, over all tenants; others wait for their turn.
  static final int RUNNING_MAX = 2;

  /// Back-tests of one tenant that run or wait.
  static final int OPEN_PER_TENANT_MAX = 4;

  /// Back-tests of one tenant that are stopped and can go on. Each keeps what it has folded in
  /// memory; the one that was asked for first is forgotten.
  static final int STOPPED_PER_TENANT_MAX = 2;

  /// Back-tests of one tenant that are remembered; the oldest that has ended is forgotten.
  static final int KEPT_PER_TENANT_MAX = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Backtests.class);

  /// One request to judge history again.
  record Wish(Mode mode, Candidate candidate, Selection selection) {}

  private record Asked(TenantId tenant, String by, String key) {}

  private record Answered(Digest request, String job) {}

  private final Kind kind;
  private final LedgerReader log;
  private final Vault vault;
  private final ArtifactStore artifacts;
  private final ResultSigner signer;
  private final Clock clock;
  private final IdSource ids;
  private final ExecutorService turns;
  private final ExecutorService threads;
  private final Map<TenantId, Map<String, BacktestJob>> jobs = new LinkedHashMap<>();
  private final Map<Asked, Answered> answered = new LinkedHashMap<>();

  Backtests(
      Kind kind,
      LedgerReader log,
      Vault vault,
      ArtifactStore artifacts,
      ResultSigner signer,
      Clock clock,
      IdSource ids) {
    this.kind = kind;
    this.turns = threads(RUNNING_MAX, kind.noun() + "-");
    this.threads = threads(BacktestRun.threads(), kind.noun() + "-work-");
    this.log = log;
    this.vault = vault;
    this.artifacts = artifacts;
    this.signer = signer;
    this.clock = clock;
    this.ids = ids;
  }

  private static ExecutorService threads(int count, String name) {
    return Executors.newFixedThreadPool(
        count, Thread.ofPlatform().name(name, 0).daemon().factory());
  }

  /// Starts one over the whole log as it is now.
  ///
  /// @throws RefusedException if the tenant has too many open
  synchronized View start(Principal by, Wish wish, Optional<Idempotency> once) {
    Optional<Asked> asked = once.map(each -> new Asked(by.tenant(), by.id().value(), each.key()));
    Optional<View> before = asked.flatMap(key -> repeated(key, once.orElseThrow()));
    if (before.isPresent()) {
      return before.get();
    }
    Map<String, BacktestJob> own = jobs.computeIfAbsent(by.tenant(), _ -> new LinkedHashMap<>());
    long open = own.values().stream().map(BacktestJob::state).filter(Backtests::isOpen).count();
    if (open >= OPEN_PER_TENANT_MAX) {
      throw new RefusedException(
          HttpStatus.CONFLICT,
          "%d %ss run or wait already; wait for one, or cancel one".formatted(open, kind.noun()));
    }
    String id = kind.prefix() + ids.next();
    var order =
        new Order(by.tenant(), wish.mode(), wish.candidate(), wish.selection(), log.position());
    var job =
        new BacktestJob(
            id, order, new BacktestRun(log, vault, order, threads), by, clock.instant());
    own.put(id, job);
    asked.ifPresent(key -> answered.put(key, new Answered(once.orElseThrow().request(), id)));
    forgetOldest(by.tenant(), own);
    turns.execute(() -> work(job));
    return job.view();
  }

  private static boolean isOpen(State state) {
    return switch (state) {
      case WAITING, RUNNING -> true;
      case CANCELLED, DONE, FAILED -> false;
    };
  }

  private Optional<View> repeated(Asked key, Idempotency once) {
    Optional<Answered> before = Optional.ofNullable(answered.get(key));
    if (before.filter(first -> !first.request().equals(once.request())).isPresent()) {
      throw new RefusedException(
          HttpStatus.UNPROCESSABLE_CONTENT, "The idempotency key was used for another request.");
    }
    return before.flatMap(first -> job(key.tenant(), first.job())).map(BacktestJob::view);
  }

  private void forgetOldest(TenantId tenant, Map<String, BacktestJob> own) {
    if (own.size() <= KEPT_PER_TENANT_MAX) {
      return;
    }
    own.values().stream()
        .filter(job -> !isOpen(job.state()))
        .map(BacktestJob::id)
        .findFirst()
        .ifPresent(id -> forget(tenant, own, id));
  }

  private void forget(TenantId tenant, Map<String, BacktestJob> own, String id) {
    own.remove(id);
    answered
        .entrySet()
        .removeIf(
            each -> each.getKey().tenant().equals(tenant) && each.getValue().job().equals(id));
  }

  private synchronized void stopped(BacktestJob job) {
    job.stopped();
    forgetStopped(job.order().tenant());
  }

  private void forgetStopped(TenantId tenant) {
    Map<String, BacktestJob> own = jobs.getOrDefault(tenant, Map.of());
    List<String> stopped =
        own.values().stream()
            .filter(job -> job.state() == State.CANCELLED)
            .map(BacktestJob::id)
            .toList();
    stopped.stream()
        .limit(Math.max(0, stopped.size() - STOPPED_PER_TENANT_MAX))
        .forEach(id -> forget(tenant, own, id));
  }

  private Optional<BacktestJob> job(TenantId tenant, String id) {
    return Optional.ofNullable(jobs.getOrDefault(tenant, Map.of()).get(id));
  }

  private BacktestJob require(TenantId tenant, String id) {
    return job(tenant, id)
        .orElseThrow(() ->
            new NotFoundException(kind.field(), "There is no %s %s.".formatted(kind.noun(), id)));
  }

  /// How one is.
  synchronized View find(TenantId tenant, String id) {
    return require(tenant, id).view();
  }

  /// Those of a tenant, the newest first.
  synchronized List<View> list(TenantId tenant) {
    return new ArrayList<>(jobs.getOrDefault(tenant, Map.of()).values())
        .reversed().stream().map(BacktestJob::view).toList();
  }

  /// Stops one; it can go on later.
  ///
  /// @throws RefusedException if it has ended
  synchronized View cancel(TenantId tenant, String id) {
    BacktestJob job = require(tenant, id);
    if (!job.cancel()) {
      throw new RefusedException(
          HttpStatus.CONFLICT, kind.noun() + " " + id + " has ended: there is nothing to cancel");
    }
    View view = job.view();
    forgetStopped(tenant);
    return view;
  }

  /// Has one go on where it was stopped.
  ///
  /// @throws RefusedException if it was not stopped
  synchronized View resume(TenantId tenant, String id) {
    BacktestJob job = require(tenant, id);
    if (!job.resume()) {
      throw new RefusedException(
          HttpStatus.CONFLICT, kind.noun() + " " + id + " is not cancelled: it cannot be resumed");
    }
    turns.execute(() -> work(job));
    return job.view();
  }

  private void work(BacktestJob job) {
    Optional<BacktestRun> turn = job.start();
    if (turn.isEmpty()) {
      return;
    }
    BacktestRun run = turn.get();
    try {
      if (run.run()) {
        finish(job, run);
      } else {
        stopped(job);
      }
    } catch (InterruptedException _) {
      // The service is closing, and its jobs with it.
      Thread.currentThread().interrupt();
      job.failed("the service was stopped");
    } catch (ExecutionException e) {
      failed(job, e.getCause() == null ? e : e.getCause());
    } catch (RuntimeException e) {
      failed(job, e);
    }
  }

  private static void failed(BacktestJob job, Throwable cause) {
    LOG.error("job={} tenant={} failed", job.id(), job.order().tenant(), cause);
    job.failed(cause.getClass().getSimpleName() + ": " + cause.getMessage());
  }

  private void finish(BacktestJob job, BacktestRun run) {
    Order order = job.order();
    Fields result =
        kind.result(
            order, signer.log(order.tenant()), job.by().id(), clock.instant(), run.summary());
    byte[] note = signer.sign(order.tenant(), kind, Json.text(result)).format();
    job.done(result, artifacts.store(order.tenant(), note));
  }

  @Override
  public void close() {
    turns.shutdownNow();
    threads.shutdownNow();
  }
}
