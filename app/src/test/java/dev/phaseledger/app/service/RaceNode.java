package dev.phaseledger.app.service;

import com.zaxxer.hikari.HikariDataSource;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.store.LedgerConfig;
import dev.phaseledger.store.LedgerEngine;
import dev.phaseledger.store.LedgerStats;
import dev.phaseledger.store.RestoredDatabase;
import dev.phaseledger.store.SigningKeys;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.config.Configuration;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/// The deciding half of one service, wired as services are; several of them share a database.
final class RaceNode implements AutoCloseable {

  /// Whether appends are fenced by what their decisions read.
  enum Guards {
    KEPT,
    /// The store never hears of them, as if nobody had written them.
    DROPPED
  }

  private final HikariDataSource reads;
  private final LedgerEngine engine;
  private final Configuration axon;
  private final LedgerCommands commands;

  private RaceNode(
      HikariDataSource reads, LedgerEngine engine, Configuration axon, LedgerCommands commands) {
    this.reads = reads;
    this.engine = engine;
    this.axon = axon;
    this.commands = commands;
  }

  static RaceNode open(ServiceAccess database, SigningKeys keys, Path memory, Guards guards) {
    var store = new StoreConfiguration();
    Clock clock = store.clock();
    HikariDataSource reads = store.ledgerReads(database);
    var inForce = new InForce();
    LedgerEngine engine =
        LedgerEngine.open(
            new LedgerConfig(
                database.store().connections(),
                reads,
                keys,
                memory,
                clock,
                store.ids(clock),
                List.of(inForce),
                Optional.of(new ContractSnapshots()),
                RestoredDatabase.REFUSE));
    Configuration axon = AxonConfiguration.deciding(engine, inForce, clock).start();
    var commands = new LedgerCommands(axon.commandBus(), engine);
    if (guards == Guards.DROPPED) {
      axon.commandBus().registerHandlerInterceptor(RaceNode::withoutGuards);
    }
    return new RaceNode(reads, engine, axon, commands);
  }

  /// Runs within the interceptor that made the scope, and hands another one to the store.
  private static Object withoutGuards(
      UnitOfWork<? extends CommandMessage<?>> work, InterceptorChain chain) throws Exception {
    AppendScope full = work.getResource(AppendScope.RESOURCE);
    Object result = chain.proceed();
    var bare = new AppendScope(full.actor(), full.trace());
    full.claims().forEach(bare::claim);
    work.resources().put(AppendScope.RESOURCE, bare);
    work.afterCommit(_ -> full.completed(bare.recorded()));
    return result;
  }

  Recorded send(LedgerCommand command) {
    return commands.send(command);
  }

  /// Entries at consecutive positions, whichever node wrote them.
  List<RecordedEvent> read(long position, int count) {
    return engine.read(position, count);
  }

  LedgerStats stats() {
    return engine.stats();
  }

  @Override
  public void close() {
    axon.shutdown();
    engine.close();
    reads.close();
  }
}
