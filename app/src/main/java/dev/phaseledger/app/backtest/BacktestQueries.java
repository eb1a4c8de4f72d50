package dev.phaseledger.app.backtest;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.query.BacktestJobView;
import dev.phaseledger.api.query.BacktestView;
import dev.phaseledger.api.query.LedgerQuery.FindBacktestResult;
import dev.phaseledger.api.query.LedgerQuery.FindReplayResult;
import dev.phaseledger.api.query.LedgerQuery.ListBacktests;
import dev.phaseledger.api.query.LedgerQuery.ListReplays;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.ReplayJobView;
import dev.phaseledger.api.query.ReplayView;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.backtest.BacktestJob.View;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

/// Answers what back-tests and replays there are, and what they have found.
final class BacktestQueries {

  private final Backtests backtests;
  private final Backtests replays;
  private final ArtifactStore artifacts;
  private final ResultSigner signer;

  BacktestQueries(
      Backtests backtests, Backtests replays, ArtifactStore artifacts, ResultSigner signer) {
    this.backtests = backtests;
    this.replays = replays;
    this.artifacts = artifacts;
    this.signer = signer;
  }

  @QueryHandler
  Page<BacktestJobView> list(ListBacktests query) {
    return new Page<>(
        backtests.list(query.tenant()).stream().map(BacktestQueries::view).toList(),
        Optional.empty());
  }

  private static BacktestJobView view(View job) {
    return new BacktestJobView(
        job.id(),
        job.state().name(),
        job.order().mode().name(),
        job.order()
            .candidate()
            .map()
            .map(map -> new BacktestJobView.TriedMap(map.name(), map.version(), map.digest())),
        job.progress().position(),
        job.progress().to(),
        job.progress().judged(),
        job.progress().flipped(),
        job.by().id().value(),
        job.askedAt(),
        job.digest(),
        job.problem());
  }

  @QueryHandler
  Optional<BacktestView> result(FindBacktestResult query) {
    return signed(query.tenant(), Kind.BACKTEST, query.result())
        .map(result -> new BacktestView(query.result(), result));
  }

  private Optional<Fields> signed(TenantId tenant, Kind kind, Digest digest) {
    return artifacts
        .find(tenant, digest)
        .flatMap(note -> signer.verified(tenant, kind, note))
        .map(Json::parse)
        .filter(Fields.class::isInstance)
        .map(Fields.class::cast);
  }

  @QueryHandler
  Page<ReplayJobView> list(ListReplays query) {
    return new Page<>(
        replays.list(query.tenant()).stream().map(BacktestQueries::replay).toList(),
        Optional.empty());
  }

  private static ReplayJobView replay(View job) {
    BacktestRun.Progress progress = job.progress();
    return new ReplayJobView(
        job.id(),
        job.state().name(),
        job.order().selection().words(),
        progress.to(),
        progress.position(),
        progress.judged(),
        progress.judged() - progress.equal(),
        job.by().id().value(),
        job.askedAt(),
        job.digest(),
        job.problem());
  }

  @QueryHandler
  Optional<ReplayView> result(FindReplayResult query) {
    return signed(query.tenant(), Kind.REPLAY, query.result())
        .map(result -> new ReplayView(query.result(), result));
  }
}
