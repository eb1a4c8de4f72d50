package dev.phaseledger.command.handling;

import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.history.Histories;
import java.time.Clock;
import org.axonframework.config.AggregateConfigurer;
import org.axonframework.config.Configuration;
import org.axonframework.config.Configurer;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;

/// Registers the command side's aggregates with Axon.
public final class LedgerAggregates {

  private static final CommandTargetResolver BY_STREAM =
      message ->
          new VersionedAggregateIdentifier(((LedgerCommand) message.getPayload()).stream(), null);

  private LedgerAggregates() {}

  /// Registers the aggregates and what their handlers ask for.
  ///
  /// @param inForce what the store's listeners fold, so that handlers read what appends are fenced
  ///   by. Agents and policies are read anew for each command. What is remembered of one may be
  ///   older than what another node, or a dispatch that demoted it, has recorded; and a revocation
  ///   that finds nothing to do appends nothing, so no conflict would show that it was decided on
  ///   the past.
  ///
  /// @param histories counts what happened beyond the contract that is decided under
  /// @param vault seals and opens personal values
  public static Configurer register(
      Configurer configurer, InForce inForce, Histories histories, Clock clock, Vault vault) {
    return configurer
        .registerComponent(InForce.class, _ -> inForce)
        .registerComponent(Situations.class, _ -> new Situations(inForce, histories))
        .registerComponent(Clock.class, _ -> clock)
        .registerComponent(Vault.class, _ -> vault)
        .registerComponent(Contracts.class, LedgerAggregates::contracts)
        .configureAggregate(aggregate(AgentAggregate.class))
        .configureAggregate(aggregate(SubjectAggregate.class))
        .configureAggregate(
            aggregate(ContractAggregate.class).configureRepository(ContractRepository::of))
        .configureAggregate(aggregate(PolicyAggregate.class));
  }

  private static Contracts contracts(Configuration axon) {
    return new Contracts(() -> (ContractRepository) axon.repository(ContractAggregate.class));
  }

  private static <A> AggregateConfigurer<A> aggregate(Class<A> type) {
    return AggregateConfigurer.defaultConfiguration(type)
        .configureCommandTargetResolver(_ -> BY_STREAM);
  }
}
