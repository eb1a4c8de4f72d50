package dev.phaseledger.app.service;

import com.zaxxer.hikari.HikariDataSource;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.bench.DecisionTarget;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.store.KeyEncryptionKey;
import dev.phaseledger.store.LedgerConfig;
import dev.phaseledger.store.LedgerEngine;
import dev.phaseledger.store.PersonalVault;
import dev.phaseledger.store.RestoredDatabase;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.Configuration;

/// The deciding half of a service, to be measured: the same engine, bus, aggregates and policies,
/// wired by the same configuration; no HTTP, and no projections that would run on into the turn of
/// what is measured next.
public final class MeasuredLedger implements DecisionTarget {

  /// Connections that it takes at most, beside those that reads of history would need.
  public static final int CONNECTIONS_MAX = StoreConfiguration.LEDGER_CONNECTIONS_MAX + 8;

  private final HikariDataSource reads;
  private final LedgerEngine engine;
  private final Configuration axon;
  private final LedgerCommands commands;

  private MeasuredLedger(
      HikariDataSource reads, LedgerEngine engine, Configuration axon, LedgerCommands commands) {
    this.reads = reads;
    this.engine = engine;
    this.axon = axon;
    this.commands = commands;
  }

  /// Starts on an empty, migrated database.
  ///
  /// @param data keeps the signing key
  public static MeasuredLedger start(
      ServiceAccess database, DataDirectory data, Clock clock, IdSource ids) throws IOException {
    SigningKeys keys = SigningKeys.loadOrCreate(data.keys(), ServiceSettings.ORIGIN_DEFAULT);
    var store = new StoreConfiguration();
    HikariDataSource reads = store.ledgerReads(database);
    var inForce = new InForce();
    LedgerEngine engine;
    try {
      engine =
          LedgerEngine.open(
              new LedgerConfig(
                  database.store().connections(),
                  reads,
                  keys,
                  data.root(),
                  clock,
                  ids,
                  List.of(inForce),
                  Optional.empty(),
                  RestoredDatabase.REFUSE));
    } catch (RuntimeException failure) {
      reads.close();
      throw failure;
    }
    var vault = PersonalVault.open(reads, KeyEncryptionKey.loadOrCreate(data.keys()));
    Configuration axon = AxonConfiguration.deciding(engine, inForce, clock, vault).start();
    return new MeasuredLedger(reads, engine, axon, new LedgerCommands(axon.commandBus(), engine));
  }

  /// Where a service takes the time from.
  public static Clock clock() {
    return new StoreConfiguration().clock();
  }

  /// Where a service takes its identifiers from.
  public static IdSource ids(Clock clock) {
    return new StoreConfiguration().ids(clock);
  }

  @Override
  public List<LedgerEvent> send(LedgerCommand command) {
    return commands.send(command).events().stream().map(RecordedEvent::event).toList();
  }

  @Override
  public void close() {
    axon.shutdown();
    engine.close();
    reads.close();
  }
}
