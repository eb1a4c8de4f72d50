package dev.phaseledger.command.handling;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.command.PolicyCommand;
import dev.phaseledger.api.command.PolicyCommand.DiscardDraft;
import dev.phaseledger.api.command.PolicyCommand.DraftInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.HaltTenant;
import dev.phaseledger.api.command.PolicyCommand.LiftHold;
import dev.phaseledger.api.command.PolicyCommand.PlaceHold;
import dev.phaseledger.api.command.PolicyCommand.PublishDraft;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.PublishLadder;
import dev.phaseledger.api.command.PolicyCommand.PublishPaths;
import dev.phaseledger.api.command.PolicyCommand.PublishTemplate;
import dev.phaseledger.api.command.PolicyCommand.ResumeTenant;
import dev.phaseledger.api.command.PolicyCommand.RollBackInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.SetPublishingRule;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.contract.TemplateDecider;
import dev.phaseledger.command.point.PublicationPoint;
import dev.phaseledger.command.point.PublicationPoint.Publishing;
import dev.phaseledger.command.policy.MapDecider;
import dev.phaseledger.command.policy.PolicyDecider;
import dev.phaseledger.command.subject.HoldDecider;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/// What a tenant is governed by. Its compiled form is what [InForce] holds; the stream only orders
/// publications, halts and resumptions, and fences what is decided under them.
@AggregateRoot(type = "policy")
final class PolicyAggregate {

  @AggregateIdentifier private @Nullable String stream;
  private long version = -1;
  private Optional<String> halted = Optional.empty();

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(PublishInvariantMap command, Situations situations, Clock clock) {
    TenantPolicy policy = fenced(command, situations.inForce());
    publish(command, PolicyDecider.publish(command, policy), policy, situations, clock);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(DraftInvariantMap command, Situations situations) {
    Applied.own(MapDecider.draft(command, fenced(command, situations.inForce())));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(DiscardDraft command, Situations situations) {
    Applied.own(MapDecider.discard(command, fenced(command, situations.inForce())));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(PublishDraft command, Situations situations, Clock clock) {
    TenantPolicy policy = fenced(command, situations.inForce());
    publish(command, MapDecider.publish(command, policy), policy, situations, clock);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(RollBackInvariantMap command, Situations situations, Clock clock) {
    TenantPolicy policy = fenced(command, situations.inForce());
    publish(command, MapDecider.rollBack(command, policy), policy, situations, clock);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(SetPublishingRule command, Situations situations) {
    Applied.own(MapDecider.rule(command, fenced(command, situations.inForce())));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(PublishLadder command, Situations situations, Clock clock) {
    TenantPolicy policy = fenced(command, situations.inForce());
    publish(command, PolicyDecider.publish(command, policy), policy, situations, clock);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(PublishPaths command, Situations situations, Clock clock) {
    TenantPolicy policy = fenced(command, situations.inForce());
    publish(command, PolicyDecider.publish(command, policy), policy, situations, clock);
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(HaltTenant command) {
    stream = command.stream().toString();
    Applied.own(PolicyDecider.halt(command, halted));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(ResumeTenant command) {
    stream = command.stream().toString();
    Applied.own(PolicyDecider.resume(command, halted));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(PlaceHold command, Situations situations) {
    Applied.own(HoldDecider.place(command, fenced(command, situations.inForce())));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(LiftHold command, Situations situations) {
    Applied.own(HoldDecider.lift(command, fenced(command, situations.inForce())));
  }

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(PublishTemplate command, Situations situations, Clock clock) {
    TenantPolicy policy = fenced(command, situations.inForce());
    publish(command, TemplateDecider.publish(command, policy), policy, situations, clock);
  }

  /// What is put in force is held against what is in force.
  private static void publish(
      PolicyCommand command,
      List<LedgerEvent> decided,
      TenantPolicy policy,
      Situations situations,
      Clock clock) {
    Instant now = clock.instant();
    Applied.own(
        PublicationPoint.held(
            decided,
            new Publishing(
                command.context().by(),
                policy,
                situations.beyond(command.tenant(), policy, now),
                now)));
  }

  private TenantPolicy fenced(PolicyCommand command, InForce inForce) {
    stream = command.stream().toString();
    TenantPolicy policy = inForce.policy(command.tenant());
    if (policy.version() < version) {
      // What finds nothing to do appends nothing, so no guard would show that it was decided on the
      // past.
      throw new ConflictException(
          stream + " has moved on; this node does not know version " + version + " yet");
    }
    Applied.guard(command.tenant(), policy);
    return policy;
  }

  @EventSourcingHandler
  void on(PolicyEvent event, DomainEventMessage<?> message) {
    stream = stream == null ? message.getAggregateIdentifier() : stream;
    version = message.getSequenceNumber();
    if (event instanceof TenantHalted stop) {
      halted = Optional.of(stop.reason());
    } else if (event instanceof TenantResumed) {
      halted = Optional.empty();
    }
  }
}
