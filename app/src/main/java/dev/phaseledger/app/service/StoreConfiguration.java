package dev.phaseledger.app.service;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.Receipts;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.DatabaseAccess;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.store.Artifacts;
import dev.phaseledger.store.KeyEncryptionKey;
import dev.phaseledger.store.LedgerConfig;
import dev.phaseledger.store.LedgerEngine;
import dev.phaseledger.store.LedgerSchema;
import dev.phaseledger.store.PersonalVault;
import dev.phaseledger.store.RestoredDatabase;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Wires the database: its connections and the ledger on it.
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

  /// Connections for projections and queries.
  static final int QUERY_CONNECTIONS_MAX = 16;

  /// Connections for reading the ledger itself.
  static final int LEDGER_CONNECTIONS_MAX = 16;

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Bean
  IdSource ids(Clock clock) {
    return new TimeOrderedIds(clock);
  }

  /// For projections and queries; the only one that is injected without a name.
  @Bean(destroyMethod = "close")
  HikariDataSource queries(ServiceAccess access) {
    return pool("queries", access.views(), QUERY_CONNECTIONS_MAX, Optional.empty());
  }

  /// For reading the ledger and keeping artifacts, with the rights of whoever appends: it can
  /// change nothing recorded.
  @Bean(destroyMethod = "close", defaultCandidate = false)
  HikariDataSource ledgerReads(ServiceAccess access) {
    return pool(
        "ledger",
        access.store(),
        LEDGER_CONNECTIONS_MAX,
        Optional.of("SET ROLE " + LedgerSchema.WRITER_ROLE));
  }

  private static HikariDataSource pool(
      String name, DatabaseAccess access, int connectionsMax, Optional<String> initial) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setDataSource(access.connections());
    config.setMaximumPoolSize(connectionsMax);
    config.setMinimumIdle(1);
    initial.ifPresent(config::setConnectionInitSql);
    return new HikariDataSource(config);
  }

  @Bean
  SigningKeys signingKeys(DataDirectory data, ServiceSettings settings) throws IOException {
    return SigningKeys.loadOrCreate(data.keys(), settings.origin());
  }

  @Bean(destroyMethod = "close")
  LedgerEngine ledgerEngine(
      ServiceAccess access,
      @Qualifier("ledgerReads") DataSource ledgerReads,
      SigningKeys keys,
      DataDirectory data,
      Clock clock,
      IdSource ids,
      List<LogListener> listeners) {
    return LedgerEngine.open(
        new LedgerConfig(
            access.store().connections(),
            ledgerReads,
            keys,
            data.root(),
            clock,
            ids,
            listeners,
            Optional.of(new ContractSnapshots()),
            RestoredDatabase.REFUSE));
  }

  @Bean
  Vault vault(@Qualifier("ledgerReads") DataSource ledgerReads, DataDirectory data)
      throws IOException {
    return PersonalVault.open(ledgerReads, KeyEncryptionKey.loadOrCreate(data.keys()));
  }

  @Bean
  ArtifactStore artifacts(@Qualifier("ledgerReads") DataSource ledgerReads) {
    return new Artifacts(ledgerReads);
  }

  @Bean
  Receipts receipts(LogSource logs) {
    return (tenant, index) ->
        logs.receipt(tenant.value(), index)
            .map(receipt -> new String(receipt.format(), StandardCharsets.UTF_8))
            .orElseThrow(() -> new StoreException("no checkpoint covers entry " + index + " yet"));
  }

  @Bean
  LogSource logs(LedgerEngine engine) {
    return engine.logs();
  }
}
