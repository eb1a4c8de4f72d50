package dev.phaseledger.command;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.StepJudgement;
import java.util.List;
import java.util.Optional;

/// What a command led to: durable by the time this is returned.
///
/// @param events what was recorded, in order; empty if what was asked for was so already
/// @param repeated whether the command repeats an earlier one, whose result this is
public record Recorded(List<RecordedEvent> events, boolean repeated) {

  public Recorded {
    events = List.copyOf(events);
  }

  /// The first recorded event of a type.
  public <E extends LedgerEvent> Optional<E> first(Class<E> type) {
    for (RecordedEvent recorded : events) {
      if (type.isInstance(recorded.event())) {
        return Optional.of(type.cast(recorded.event()));
      }
    }
    return Optional.empty();
  }

  /// What an invariant refused, if one did.
  public Optional<StepJudgement> refusal() {
    return events.stream()
        .flatMap(recorded -> judgement(recorded.event()).stream())
        .filter(judgement -> !judgement.permitted())
        .findFirst();
  }

  private static Optional<StepJudgement> judgement(LedgerEvent event) {
    if (event instanceof StepJudged step) {
      return Optional.of(step.judgement());
    }
    if (event instanceof AgentStepJudged step) {
      return Optional.of(step.judgement());
    }
    return event instanceof PublicationJudged publication
        ? Optional.of(publication.judgement())
        : Optional.empty();
  }

  /// Position of the last event; reads that ask for at least it see all of this. 0 if nothing was
  /// recorded.
  public long position() {
    return events.isEmpty() ? 0 : events.getLast().position();
  }

  /// Log index of the first event; -1 if nothing was recorded.
  public long index() {
    return events.isEmpty() ? -1 : events.getFirst().index();
  }
}
