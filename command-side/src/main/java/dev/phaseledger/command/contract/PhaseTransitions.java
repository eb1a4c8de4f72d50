package dev.phaseledger.command.contract;

import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.command.transition.TransitionTable;
import dev.phaseledger.command.transition.TransitionTable.Transition;
import java.util.List;
import java.util.Optional;

/// How the work gets into the phases of its contract. Which phase may be entered from which is the
/// contract's own order; that it is one of them is held here.
public final class PhaseTransitions {

  /// Whether the work is in a phase.
  public enum PhaseStatus {
    /// The contract has no phases.
    NONE,
    /// The first phase has conditions of its own and was not entered.
    BEFORE_FIRST,
    IN_PHASE
  }

  private static final PhaseStatus NONE = PhaseStatus.NONE;
  private static final PhaseStatus BEFORE_FIRST = PhaseStatus.BEFORE_FIRST;
  private static final PhaseStatus IN_PHASE = PhaseStatus.IN_PHASE;

  /// The table.
  public static final TransitionTable<PhaseStatus> TABLE =
      new TransitionTable<>(
          "phase",
          List.of(
              start("no phases", NONE),
              start("the first asks for something", BEFORE_FIRST),
              start("the first asks for nothing", IN_PHASE),
              TransitionTable.of(NONE, ContractAmended.class, NONE),
              TransitionTable.of(NONE, ContractAmended.class, BEFORE_FIRST),
              TransitionTable.of(NONE, ContractAmended.class, IN_PHASE),
              TransitionTable.of(BEFORE_FIRST, PhaseDecided.class, "not granted", BEFORE_FIRST),
              TransitionTable.of(BEFORE_FIRST, ContractAmended.class, BEFORE_FIRST),
              TransitionTable.of(BEFORE_FIRST, PhaseDecided.class, "granted: the first", IN_PHASE),
              TransitionTable.of(BEFORE_FIRST, ContractAmended.class, IN_PHASE),
              TransitionTable.of(BEFORE_FIRST, ContractAmended.class, NONE),
              TransitionTable.of(
                  IN_PHASE, PhaseDecided.class, "granted: the next or an earlier one", IN_PHASE),
              TransitionTable.of(IN_PHASE, PhaseDecided.class, "not granted", IN_PHASE),
              TransitionTable.of(IN_PHASE, ContractAmended.class, IN_PHASE),
              TransitionTable.of(IN_PHASE, ContractAmended.class, NONE)));

  private PhaseTransitions() {}

  private static Transition<PhaseStatus> start(String label, PhaseStatus to) {
    return new Transition<>(Optional.empty(), ContractIssued.class, label, to);
  }

  /// Whether the work of a contract is in a phase.
  public static PhaseStatus of(ContractState contract) {
    if (contract.terms().phases().isEmpty()) {
      return NONE;
    }
    return contract.progress().current().isPresent() ? IN_PHASE : BEFORE_FIRST;
  }
}
