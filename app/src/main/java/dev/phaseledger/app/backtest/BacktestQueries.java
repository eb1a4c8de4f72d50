package dev.phaseledger.app.backtest;

import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.query.BacktestJobView;
import dev.phaseledger.api.query.BacktestView;
import dev.phaseledger.api.query.LedgerQuery.FindBacktestResult;
import dev.phaseledger.api.query.LedgerQuery.ListBacktests;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.backtest.BacktestJob.View;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;

/// Answers what back-tests there are, and what they have found.
final class BacktestQueries {

  private final Backtests backtests;
  private final ArtifactStore artifacts;
  private final ResultSigner signer;

  BacktestQueries(Backtests backtests, ArtifactStore artifacts, ResultSigner signer) {
    this.backtests = backtests;
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
    return artifacts
        .find(query.tenant(), query.result())
        .flatMap(note -> signer.verified(query.tenant(), note))
        .map(Json::parse)
        .filter(Fields.class::isInstance)
        .map(result -> new BacktestView(query.result(), (Fields) result));
  }
}
