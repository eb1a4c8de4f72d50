package dev.phaseledger.app.service;

import com.zaxxer.hikari.HikariDataSource;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.app.backtest.BacktestRun;
import dev.phaseledger.app.backtest.Order;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.bench.BacktestTarget;
import dev.phaseledger.bench.HistoryTarget;
import dev.phaseledger.bench.NodeTarget;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.store.KeyEncryptionKey;
import dev.phaseledger.store.LedgerConfig;
import dev.phaseledger.store.LedgerEngine;
import dev.phaseledger.store.LedgerStats;
import dev.phaseledger.store.NewEvent;
import dev.phaseledger.store.PersonalVault;
import dev.phaseledger.store.RestoredDatabase;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.axonframework.config.Configuration;

/// The deciding half of a service, to be measured: the same engine, bus, aggregates and policies,
/// wired by the same configuration; no HTTP, and no projections that would run on into the turn of
/// what is measured next.
public final class MeasuredLedger implements HistoryTarget, NodeTarget, BacktestTarget {

  /// Connections that it takes at most, beside those that reads of history would need.
  public static final int CONNECTIONS_MAX = StoreConfiguration.LEDGER_CONNECTIONS_MAX + 8;

  /// Who has caused what was recorded without being decided.
  private static final PrincipalId PAST = new PrincipalId("user:past");

  private final HikariDataSource reads;
  private final LedgerEngine engine;
  private final Configuration axon;
  private final LedgerCommands commands;
  private final PersonalVault vault;

  private MeasuredLedger(
      HikariDataSource reads,
      LedgerEngine engine,
      Configuration axon,
      LedgerCommands commands,
      PersonalVault vault) {
    this.reads = reads;
    this.vault = vault;
    this.engine = engine;
    this.axon = axon;
    this.commands = commands;
  }

  /// Starts on a database that is migrated, and empty or left behind by another one.
  ///
  /// @param data keeps the signing key
  public static MeasuredLedger start(
      ServiceAccess database, DataDirectory data, Clock clock, IdSource ids) throws IOException {
    return start(database, data, data.root(), clock, ids);
  }

  /// Starts one of several nodes on a database.
  ///
  /// @param data keeps the signing key that all of them use
  /// @param memory an existing directory of this node's own, for what it remembers of the log
  public static MeasuredLedger start(
      ServiceAccess database, DataDirectory data, Path memory, Clock clock, IdSource ids)
      throws IOException {
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
                  memory,
                  clock,
                  ids,
                  List.of(inForce),
                  Optional.of(new ContractSnapshots()),
                  RestoredDatabase.REFUSE));
    } catch (RuntimeException failure) {
      reads.close();
      throw failure;
    }
    var vault = PersonalVault.open(reads, KeyEncryptionKey.loadOrCreate(data.keys()));
    Configuration axon = AxonConfiguration.deciding(engine, inForce, clock, vault).start();
    return new MeasuredLedger(
        reads, engine, axon, new LedgerCommands(axon.commandBus(), engine), vault);
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
  public void append(StreamId stream, long firstSequence, List<LedgerEvent> events) {
    var scope = new AppendScope(PAST, Optional.empty());
    List<NewEvent> fresh = new ArrayList<>();
    for (LedgerEvent event : events) {
      fresh.add(new NewEvent(stream, firstSequence + fresh.size(), event));
      if (event instanceof DispatchDecided decided) {
        scope.claim(
            new Claim(
                stream.tenant(),
                "dispatch",
                decided.request().id().value(),
                decided.requestDigest()));
      }
    }
    engine.append(scope, fresh);
  }

  @Override
  public long entries() {
    return engine.position();
  }

  @Override
  public void read() throws InterruptedException {
    WholeLog.read(engine, BacktestRun.threads(), BacktestRun.CHUNK_ENTRIES);
  }

  @Override
  public Backtested backtest(TenantId tenant, Mode mode, String source)
      throws InterruptedException {
    var order =
        new Order(
            tenant,
            switch (mode) {
              case PER_DECISION -> dev.phaseledger.command.backtest.Mode.PER_DECISION;
              case STATEFUL -> dev.phaseledger.command.backtest.Mode.STATEFUL;
            },
            new Candidate(Optional.of(InvariantMaps.compile(source)), 1),
            engine.position());
    try (var threads = Executors.newFixedThreadPool(BacktestRun.threads())) {
      var run = new BacktestRun(engine, vault, order, threads);
      if (!run.run()) {
        throw new IllegalStateException("nobody has stopped the back-test");
      }
      return new Backtested(run.progress().judged(), run.progress().flipped());
    } catch (ExecutionException e) {
      throw new IllegalStateException("the back-test failed", e.getCause());
    }
  }

  @Override
  public Counters counters() {
    LedgerStats stats = engine.stats();
    return new Counters(
        stats.batches(), stats.entries(), stats.conflicts(), stats.fallbacks(), stats.foreign());
  }

  @Override
  public void close() {
    axon.shutdown();
    engine.close();
    reads.close();
  }
}
