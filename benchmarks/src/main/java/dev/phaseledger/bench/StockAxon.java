package dev.phaseledger.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.phaseledger.api.IdSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.jackson3.Jackson3Serializer;

/// Axon's own JDBC engine, set up as its users do: a pool of connections, JSON, one connection and
/// one transaction per unit of work. Every command creates its aggregate, which is the engine's
/// best case: a command on an existing one would read its events first, unless a cache has it.
final class StockAxon implements Variant {

  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(30);

  private final ScratchDatabase database;
  private final IdSource ids;
  private final Jackson3Serializer serializer = Jackson3Serializer.builder().build();

  StockAxon(ScratchDatabase database, IdSource ids) {
    this.database = database;
    this.ids = ids;
    engine(database::connect).createSchema(PostgresEventTableFactory.INSTANCE);
  }

  private JdbcEventStorageEngine engine(ConnectionProvider connections) {
    return JdbcEventStorageEngine.builder()
        .snapshotSerializer(serializer)
        .eventSerializer(serializer)
        .connectionProvider(connections)
        .transactionManager(NoTransactionManager.INSTANCE)
        .build();
  }

  @Override
  public Name name() {
    return Name.AXON;
  }

  @Override
  public Cell open(int callers) {
    var pool = new HikariDataSource(poolOf(callers));
    var connections = new UnitOfWorkAwareConnectionProviderWrapper(pool::getConnection);
    Configuration axon =
        DefaultConfigurer.defaultConfiguration(false)
            .configureSerializer(_ -> serializer)
            .configureEmbeddedEventStore(_ -> engine(connections))
            .configureAggregate(StockDispatch.class)
            .start();
    return new Running(axon, pool);
  }

  private HikariConfig poolOf(int connections) {
    var config = new HikariConfig();
    config.setJdbcUrl(database.url());
    config.setDataSourceProperties(database.login());
    config.setPoolName("bench-axon");
    config.setAutoCommit(false);
    config.setMaximumPoolSize(connections);
    config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    return config;
  }

  /// The size of one event as the engine stores it, without its metadata.
  @Override
  public int recordedBytes() {
    var event = StockDispatch.decided(command("contract", 0, 0));
    return serializer.serialize(event, byte[].class).getData().length;
  }

  private StockCommand command(String contract, int caller, long number) {
    SampleRequest sample = SampleRequest.of(caller, number);
    return new StockCommand(
        ids.next(),
        contract,
        SampleRequest.ACTION,
        sample.paths(),
        Map.of("branch", sample.branch(), "env", sample.environment()),
        Map.of("diffLines", (long) sample.diffLines()),
        sample.justification(),
        List.of("internal"),
        sample.costMicros());
  }

  private final class Running implements Cell {
    private final Configuration axon;
    private final HikariDataSource pool;

    Running(Configuration axon, HikariDataSource pool) {
      this.axon = axon;
      this.pool = pool;
    }

    @Override
    public Caller caller(int number) {
      return new Requester(axon.commandGateway(), number);
    }

    @Override
    public void close() {
      axon.shutdown();
      pool.close();
    }
  }

  private final class Requester implements Caller {
    private final CommandGateway gateway;
    private final int caller;
    private final String contract = ids.next();
    private long number;
    private StockCommand next;

    Requester(CommandGateway gateway, int caller) {
      this.gateway = gateway;
      this.caller = caller;
      this.next = command(contract, caller, number);
    }

    @Override
    public void ready() {
      next = command(contract, caller, number++);
    }

    @Override
    public void operate() {
      gateway.sendAndWait(next);
    }
  }
}
