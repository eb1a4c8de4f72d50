package dev.phaseledger.command.path;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.command.ContractCommand.TakePath;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.policy.path.Firing;
import dev.phaseledger.policy.path.Observation;
import dev.phaseledger.policy.path.RevocationPaths;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.axonframework.eventhandling.DomainEventMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Follows the log and takes the revocation paths that its entries set off.
///
/// That a path is taken is recorded first; what it demands is done when that very entry is read. So
/// whatever stops a node, the one that goes on finds both: the entry that set the path off, or the
/// one that says what is to be done. All that it sends bears a key made of the entry's position, so
/// that an entry that is read twice, or by two nodes, is answered once.
@Component
public final class PathFollower {

  /// Name of the processor, for its configuration.
  public static final String PROCESSING_GROUP = "paths";

  private static final Logger LOG = LoggerFactory.getLogger(PathFollower.class);

  private final InForce inForce;
  private final Observing observing;
  private final Lineage lineage;
  private final PathViews views;
  private final LedgerReader log;
  private final LedgerCommands ledger;
  private final Acting acting;

  PathFollower(
      InForce inForce,
      Observing observing,
      Lineage lineage,
      PathViews views,
      LedgerReader log,
      LedgerCommands ledger,
      Acting acting) {
    this.inForce = inForce;
    this.observing = observing;
    this.lineage = lineage;
    this.views = views;
    this.log = log;
    this.ledger = ledger;
    this.acting = acting;
  }

  /// Answers one entry; returns when everything that it leads to is durable.
  ///
  /// @throws StoreException if the store is gone or the views are far behind: to be called again
  public void follow(ContractEvent event, DomainEventMessage<?> message) {
    if (event instanceof PathTaken taken) {
      Occurrence occurrence = Occurrence.of(event, message);
      apart(() -> acting.act(occurrence, taken));
    } else if (Observing.shows(event)) {
      Occurrence occurrence = Occurrence.of(event, message);
      inForce
          .policy(occurrence.tenant())
          .paths()
          .at(occurrence.position())
          .ifPresent(paths -> apart(() -> follow(occurrence, paths)));
    }
  }

  private void follow(Occurrence occurrence, RevocationPaths paths) {
    Tries.run(() -> take(occurrence, paths))
        .ifPresent(failure ->
            acting.report(
                occurrence,
                new Acting.Failed(
                    "unknown",
                    "follow",
                    occurrence.position(),
                    "which revocation paths position %d sets off was not found out: %s"
                        .formatted(occurrence.position(), failure.getMessage()),
                    failure)));
  }

  private void take(Occurrence occurrence, RevocationPaths paths) {
    var counts =
        new RecordedCounts(
            views,
            log,
            new RecordedCounts.Bound(occurrence.tenant(), occurrence.position(), occurrence.at()));
    for (Observation observation : observing.of(occurrence)) {
      for (Firing firing : paths.fires(observation, counts)) {
        take(occurrence, observation, firing);
      }
    }
  }

  private void take(Occurrence occurrence, Observation observation, Firing firing) {
    Set<String> before = lineage.of(occurrence);
    if (before.contains(firing.path()) || before.size() >= Lineage.DEPTH_MAX) {
      LOG.info(
          "revocation path not taken, it follows from itself or from too many: path={} position={} after={}",
          firing.path(),
          occurrence.position(),
          before);
      return;
    }
    String key = "path:" + firing.path() + ":" + occurrence.position();
    String signal = occurrence.event() instanceof FailureSignalled failure ? failure.signal() : "";
    ledger.send(
        new TakePath(
            context(occurrence, key),
            occurrence.event().contract(),
            observation.about().dispatch(),
            new CausedBy(firing.path(), signal, OptionalLong.of(occurrence.position())),
            Step.of(firing.actions(), firing.affects()).stream().map(Step::words).toList(),
            firing.explanation()));
  }

  /// The context of a command that is sent at most once under a key.
  static Context context(Occurrence occurrence, String key) {
    return new Context(
        LedgerItself.context(occurrence.tenant()).by(),
        Optional.of(new Idempotency(key, Digest.of(key))),
        Optional.empty());
  }

  /// Commands run in a unit of work of their own; within that of the processor they would be
  /// appended only when its batch ends.
  private static void apart(Runnable work) {
    var task = new FutureTask<Boolean>(work, true);
    Thread.ofVirtual().name("paths-command").start(task);
    try {
      task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("following revocation paths failed", e.getCause());
    } catch (InterruptedException e) {
      task.cancel(true);
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while a revocation path was followed", e);
    }
  }
}
