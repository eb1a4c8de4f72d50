package dev.phaseledger.app.backtest;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.command.policy.BacktestResults;
import dev.phaseledger.proof.LogSource;
import java.io.IOException;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// Wires back-tests and replays: they need the log, the vault, artifacts, and the keys that sign.
@Configuration(proxyBeanMethods = false)
@Import({BacktestEndpoint.class, ReplayEndpoint.class})
public class BacktestConfiguration {

  @Bean
  ResultSigner resultSigner(LogSource logs, DataDirectory data) throws IOException {
    return new ResultSigner(logs, data.keys());
  }

  @Bean
  BacktestResults backtestResults(ArtifactStore artifacts, ResultSigner signer) {
    return new KeptResults(artifacts, signer);
  }

  @Bean
  BacktestQueries backtestQueries(
      Backtests backtests, Backtests replays, ArtifactStore artifacts, ResultSigner signer) {
    return new BacktestQueries(backtests, replays, artifacts, signer);
  }

  @Bean(destroyMethod = "close")
  Backtests backtests(
      LedgerReader log,
      Vault vault,
      ArtifactStore artifacts,
      ResultSigner signer,
      Clock clock,
      IdSource ids) {
    return new Backtests(Kind.BACKTEST, log, vault, artifacts, signer, clock, ids);
  }

  @Bean(destroyMethod = "close")
  Backtests replays(
      LedgerReader log,
      Vault vault,
      ArtifactStore artifacts,
      ResultSigner signer,
      Clock clock,
      IdSource ids) {
    return new Backtests(Kind.REPLAY, log, vault, artifacts, signer, clock, ids);
  }
}
