package dev.phaseledger.command.point;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.command.ContractCommand.EnterPhase;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.deferral.Deferral;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.command.point.StepJudge.Ruling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Holds invariants against the wish to enter a phase that the contract itself lets the work enter.
public final class PhasePoint {

  private PhasePoint() {}

  /// What the wish leads to.
  ///
  /// @param decided by the contract's own gates
  public static List<LedgerEvent> held(
      EnterPhase command, List<LedgerEvent> decided, Situation situation) {
    if (decided.size() != 1
        || !(decided.getFirst() instanceof PhaseDecided phase)
        || !phase.granted()) {
      return decided;
    }
    Fields.Builder transition =
        Fields.with("to", new JsonValue.Text(phase.phase()))
            .put("justification", phase.justification());
    situation.contract().progress().current().ifPresent(from -> transition.put("from", from));
    Optional<Ruling> ruling =
        UnderContract.judge(
            EnforcementPoint.PHASE,
            StepForms.of(command.context().by(), "transition", transition.build()),
            situation,
            "Entering phase '%s'".formatted(phase.phase()));
    if (ruling.isEmpty()) {
      return decided;
    }
    var events = new ArrayList<LedgerEvent>();
    events.add(UnderContract.judged(ruling.get(), Optional.empty(), situation));
    events.add(
        ruling.get().permitted() ? phase : refused(phase, ruling.get().judgement().explanation()));
    events.addAll(
        UnderContract.consequences(
            ruling.get(),
            Optional.empty(),
            Deferral.after(situation, events, command.context().by().id())));
    return events;
  }

  private static PhaseDecided refused(PhaseDecided phase, String explanation) {
    return new PhaseDecided(
        phase.contract(),
        phase.agent(),
        phase.phase(),
        false,
        phase.justification(),
        explanation,
        List.of());
  }
}
