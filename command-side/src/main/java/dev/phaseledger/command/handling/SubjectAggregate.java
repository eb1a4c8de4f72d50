package dev.phaseledger.command.handling;

import dev.phaseledger.api.command.SubjectCommand.EraseSubject;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.subject.SubjectDecider;
import dev.phaseledger.command.subject.SubjectDecider.Known;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.jspecify.annotations.Nullable;

/// A subject's stream: its erasures and nothing else. Dispatches with its data are guarded by it,
/// and keys are counted by it; so holds are kept in the tenant's stream, which erasures are guarded
/// by.
@AggregateRoot(type = "subject")
final class SubjectAggregate {

  @AggregateIdentifier private @Nullable String stream;
  private boolean erasedBefore;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
  void handle(EraseSubject command, Vault vault, Situations situations) {
    stream = command.stream().toString();
    // A hold that this node has not seen yet makes the append fail instead of coming too late.
    TenantPolicy policy = situations.inForce().policy(command.tenant());
    Applied.guard(command.tenant(), policy);
    Known known = erasedBefore ? Known.ERASED : Known.NEVER;
    if (vault.holds(command.tenant(), command.subject())) {
      known = Known.HELD;
    }
    Applied.own(SubjectDecider.erase(command, known, policy.holdsOn(command.subject())));
  }

  @EventSourcingHandler
  void on(SubjectEvent event, DomainEventMessage<?> message) {
    stream = stream == null ? message.getAggregateIdentifier() : stream;
    erasedBefore = true;
  }
}
