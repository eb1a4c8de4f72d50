package dev.phaseledger.query.testing;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.append.EventMetaData;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.query.QuerySideConfiguration;
import dev.phaseledger.query.projection.CatchUp;
import dev.phaseledger.query.projection.LedgerProjections;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.ProjectionProgress;
import dev.phaseledger.query.reading.Reads;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.web.bind.annotation.RestController;

/// The query side as the application wires it, on a real database: events go in through Axon's unit
/// of work, answers come out through the query bus and over HTTP.
public final class QuerySide {

  private static final List<String> TABLES =
      List.of(
          "progress",
          "agents",
          "contracts",
          "contract_tallies",
          "dispatches",
          "approvals",
          "due",
          "violations",
          "trail",
          "maps",
          "signals",
          "summaries",
          "vetoes",
          "competence",
          "after_the_fact",
          "promotions",
          "ladders",
          "tenants",
          "entries",
          "entry_marks",
          "entry_spans",
          "entry_policies",
          "holds");

  private final NoteSigner signer = NoteSigner.generate("ledger.example/acme", new SecureRandom());
  private final Ledger ledger = new Ledger(signer);
  private final JdbcTemplate jdbc;
  private final AxonTransactions transactions;
  private final AnnotationEventHandlerAdapter projections;
  private final MockMvc http;
  private final AnnotationConfigApplicationContext context;

  private QuerySide(DataSource database) {
    jdbc = new JdbcTemplate(database);
    PlatformTransactionManager manager = new DataSourceTransactionManager(database);
    transactions = new AxonTransactions(manager);
    SimpleQueryBus bus = SimpleQueryBus.builder().build();
    context = new AnnotationConfigApplicationContext();
    context.addBeanFactoryPostProcessor(factory -> {
      factory.registerSingleton("jdbcTemplate", jdbc);
      factory.registerSingleton("jdbcClient", JdbcClient.create(jdbc));
      factory.registerSingleton("log", ledger);
      factory.registerSingleton("reader", ledger.reader());
      factory.registerSingleton("vault", new EmptyVault());
      factory.registerSingleton("artifacts", new NoArtifacts());
      factory.registerSingleton("clock", Clock.fixed(Ledger.START, ZoneOffset.UTC));
      factory.registerSingleton(
          "queryGateway", DefaultQueryGateway.builder().queryBus(bus).build());
    });
    context.register(QuerySideConfiguration.class);
    context.refresh();
    for (Object bean : context.getBeansOfType(Object.class).values()) {
      if (bean.getClass().getPackageName().startsWith("dev.phaseledger.query")) {
        new AnnotationQueryHandlerAdapter<>(bean).subscribe(bus);
      }
    }
    projections = new AnnotationEventHandlerAdapter(context.getBean(LedgerProjections.class));
    TestWeb web = new TestWeb();
    http =
        MockMvcBuilders.standaloneSetup(
                context.getBeansWithAnnotation(RestController.class).values().toArray())
            .setCustomArgumentResolvers(web)
            .setControllerAdvice(web)
            .build();
  }

  /// An empty query side on the tests' database.
  public static QuerySide empty() {
    QuerySide side = new QuerySide(TestDatabase.migrated());
    side.reset();
    return side;
  }

  public Ledger ledger() {
    return ledger;
  }

  public NoteSigner signer() {
    return signer;
  }

  public LogSource log() {
    return ledger;
  }

  public Reads reads() {
    return context.getBean(Reads.class);
  }

  public QueryGateway queries() {
    return context.getBean(QueryGateway.class);
  }

  public ProjectionProgress progress() {
    return context.getBean(ProjectionProgress.class);
  }

  public JdbcTemplate jdbc() {
    return jdbc;
  }

  /// Folds everything recorded so far that is not folded yet, as one batch.
  public void fold() {
    fold(ledger.events());
  }

  /// Offers events to the projections as one batch.
  public void fold(List<PlacedEvent> events) {
    List<EventMessage<?>> messages =
        events.stream().<EventMessage<?>>map(QuerySide::message).toList();
    BatchingUnitOfWork<EventMessage<?>> batch = new BatchingUnitOfWork<>(messages);
    batch.attachTransaction(transactions);
    ResultMessage<?> result = batch.executeWithResult(() -> projections.handle(batch.getMessage()));
    if (result.isExceptional() && result.exceptionResult() instanceof RuntimeException e) {
      throw e;
    }
  }

  /// What folds this ledger in bulk.
  public CatchUp catchUp() {
    return context
        .getBean(LedgerProjections.class)
        .catchUp(ledger.reader(), transactions.manager());
  }

  /// Prepares a replay, as Axon does.
  public void reset() {
    Transaction transaction = transactions.startTransaction();
    projections.prepareReset();
    transaction.commit();
  }

  /// Every row of every table, as text.
  public Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new TreeMap<>();
    for (String table : TABLES) {
      rows.put(
          table,
          jdbc.queryForList(
              "SELECT row_to_json(r)::text FROM projection." + table + " AS r ORDER BY 1",
              String.class));
    }
    return rows;
  }

  /// Reads over HTTP as a principal.
  public ResultActions get(Principal principal, String uri) {
    try {
      return http.perform(
          MockMvcRequestBuilders.get(URI.create(uri)).requestAttr(TestWeb.PRINCIPAL, principal));
    } catch (Exception e) {
      throw new AssertionError("GET " + uri + " failed", e);
    }
  }

  private static EventMessage<LedgerEvent> message(PlacedEvent placed) {
    return new GenericDomainEventMessage<>(
        Ledger.stream(placed).subject().label(),
        Ledger.stream(placed).toString(),
        0,
        new GenericEventMessage<>(
            "event-" + placed.position(),
            placed.event(),
            Map.of(
                EventMetaData.POSITION, placed.position(),
                EventMetaData.INDEX, placed.index(),
                EventMetaData.ACTOR, placed.actor()),
            placed.time()),
        placed.time());
  }
}
