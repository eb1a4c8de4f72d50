package dev.phaseledger.app.service;

import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.app.webhook.WebhookOutbox;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.handling.LedgerAggregates;
import dev.phaseledger.command.history.Histories;
import dev.phaseledger.command.path.PathFollower;
import dev.phaseledger.query.projection.CatchUp;
import dev.phaseledger.query.projection.LedgerProjections;
import dev.phaseledger.store.LedgerEngine;
import dev.phaseledger.store.LedgerEventStore;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.config.EventProcessingConfigurer;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/// Wires Axon by hand, so that each part it runs with is named here.
///
/// Commands run without a database transaction of their own: an append is durable once the engine
/// says so. Its own serializer only ever sees tracking tokens; events have an explicit codec.
@org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
class AxonConfiguration {

  /// Events that projections fold in one transaction.
  static final int PROJECTION_BATCH = 512;

  /// Time between two batches, at least: how far views may lag behind while much is recorded.
  static final Duration PROJECTION_INTERVAL = Duration.ofMillis(20);

  /// Entries that revocation paths are held against in one transaction. Few, since they are held
  /// against them again should it fail.
  static final int PATHS_BATCH = 64;

  /// How long a node may be silent before another one takes its processor over.
  static final Duration CLAIM_TIMEOUT = Duration.ofSeconds(10);

  @Bean
  TokenStore tokenStore(DataSource queries) {
    return JdbcTokenStore.builder()
        // The connection of the running transaction: the token moves with the projections.
        .connectionProvider(new TransactionAwareDataSourceProxy(queries)::getConnection)
        .schema(
            TokenSchema.builder()
                .setTokenTable("processing.token")
                .setProcessorNameColumn("processor_name")
                .setSegmentColumn("segment")
                .setTokenColumn("token")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("touched_at")
                .setOwnerColumn("owner")
                .build())
        .serializer(tokenSerializer())
        .claimTimeout(CLAIM_TIMEOUT)
        .build();
  }

  /// Without leave for Axon's own types it writes tokens of a replay that it cannot read back.
  private static Serializer tokenSerializer() {
    return Jackson3Serializer.builder()
        .jsonMapperBuilderCustomizer(mapper ->
            mapper.polymorphicTypeValidator(
                BasicPolymorphicTypeValidator.builder()
                    .allowIfSubType("org.axonframework.")
                    .build()))
        .build();
  }

  @Bean(initMethod = "start", destroyMethod = "shutdown")
  Configuration axon(
      LedgerEngine engine,
      TokenStore tokens,
      PlatformTransactionManager transactions,
      InForce inForce,
      Clock clock,
      Vault vault,
      LedgerProjections projections,
      PathsHandler paths,
      WebhookOutbox webhooks) {
    Configurer configurer =
        deciding(engine, inForce, clock, vault).registerComponent(TokenStore.class, _ -> tokens);
    CatchUp catchUp = projections.catchUp(engine, transactions);
    configurer.eventProcessing(processing ->
        project(processing, projections, catchUp, new SpringTransactions(transactions)));
    configurer.eventProcessing(processing ->
        followPaths(processing, paths, webhooks, new SpringTransactions(transactions)));
    Configuration axon = configurer.buildConfiguration();
    // First of all, so that the processor's thread is free to stop.
    axon.onShutdown(Integer.MAX_VALUE, catchUp::stop);
    return axon;
  }

  /// The way of a command to its entries, without anything that follows the log.
  static Configurer deciding(LedgerEngine engine, InForce inForce, Clock clock, Vault vault) {
    // false: no modules are found by themselves; one of those would call its maker's servers.
    Configurer configurer =
        DefaultConfigurer.defaultConfiguration(false)
            .configureSerializer(_ -> tokenSerializer())
            .configureCommandBus(_ -> commandBus())
            .configureEventStore(_ -> LedgerEventStore.over(engine));
    return LedgerAggregates.register(configurer, inForce, new Histories(engine), clock, vault);
  }

  /// Without Axon's own correlation data: an entry holds its caller's trace, and nothing reads
  /// metadata that would be merged into each message on the way.
  private static CommandBus commandBus() {
    return SimpleCommandBus.builder().transactionManager(NoTransactionManager.INSTANCE).build();
  }

  private static void project(
      EventProcessingConfigurer processing,
      LedgerProjections projections,
      CatchUp catchUp,
      SpringTransactions transactions) {
    processing
        .registerEventHandler(_ -> projections)
        // A projection that fails must stop and try again, never go on without the event.
        .registerDefaultListenerInvocationErrorHandler(_ -> PropagatingErrorHandler.instance())
        .registerPooledStreamingEventProcessor(
            LedgerProjections.PROCESSING_GROUP,
            axon -> new CatchingUpSource(axon.eventStore(), catchUp),
            (_, builder) ->
                builder
                    .transactionManager(transactions)
                    .initialToken(StreamableMessageSource::createTailToken)
                    .initialSegmentCount(1)
                    .workerExecutor(new PacedExecutor("projections", PROJECTION_INTERVAL))
                    .batchSize(PROJECTION_BATCH));
  }

  /// From the end of the log on: what was recorded before nobody followed it sets nothing off. Its
  /// place is kept apart from the views', so a rebuild of these answers nothing twice.
  private static void followPaths(
      EventProcessingConfigurer processing,
      PathsHandler paths,
      WebhookOutbox webhooks,
      SpringTransactions transactions) {
    processing
        .registerEventHandler(_ -> paths)
        .registerEventHandler(_ -> webhooks)
        .registerPooledStreamingEventProcessor(
            PathFollower.PROCESSING_GROUP,
            Configuration::eventStore,
            (_, builder) ->
                builder
                    .transactionManager(transactions)
                    .initialToken(StreamableMessageSource::createHeadToken)
                    .initialSegmentCount(1)
                    .workerExecutor(new PacedExecutor("paths", PROJECTION_INTERVAL))
                    .batchSize(PATHS_BATCH));
  }

  @Bean
  CommandBus ledgerCommandBus(Configuration axon) {
    return axon.commandBus();
  }

  @Bean
  QueryBus queryBus(Configuration axon) {
    return axon.queryBus();
  }

  @Bean
  QueryGateway queryGateway(Configuration axon) {
    return axon.queryGateway();
  }

  /// Query handlers are subscribed last, since read endpoints need the gateway before.
  @Bean
  SmartInitializingSingleton queryHandlers(ListableBeanFactory beans, QueryBus queries) {
    return () -> QueryHandlers.subscribe(beans, queries);
  }
}
