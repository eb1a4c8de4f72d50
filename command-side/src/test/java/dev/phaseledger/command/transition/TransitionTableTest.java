package dev.phaseledger.command.transition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.command.authority.AgentTransitions;
import dev.phaseledger.command.contract.ApprovalTransitions;
import dev.phaseledger.command.contract.ContractTransitions;
import dev.phaseledger.command.contract.DispatchTransitions;
import dev.phaseledger.command.contract.PhaseTransitions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransitionTableTest {

  private enum Light {
    ON,
    OFF,
    BROKEN
  }

  private static final TransitionTable<Light> TABLE =
      new TransitionTable<>(
          "light",
          List.of(
              TransitionTable.first(TenantResumed.class, Light.ON),
              TransitionTable.of(Light.ON, TenantHalted.class, Light.OFF),
              TransitionTable.of(Light.ON, TenantHalted.class, "too hard", Light.BROKEN),
              TransitionTable.of(Light.OFF, TenantResumed.class, Light.ON)));

  @Test
  void allowsNothingThatItDoesNotHold() {
    assertThat(TABLE.allows(Optional.empty(), TenantResumed.class)).isTrue();
    assertThat(TABLE.allows(Optional.empty(), TenantHalted.class)).isFalse();
    assertThat(TABLE.allows(Optional.of(Light.ON), SubjectErased.class)).isFalse();
    assertThat(TABLE.next(Optional.of(Light.ON), TenantHalted.class))
        .containsExactlyInAnyOrder(Light.OFF, Light.BROKEN);
    assertThat(TABLE.finals()).containsExactly(Light.BROKEN);
  }

  @Test
  void isDrawnInTheOrderOfItsTransitions() {
    assertThat(TABLE.mermaid())
        .isEqualTo(
            """
            stateDiagram-v2
              [*] --> on: TenantResumed
              on --> off: TenantHalted
              on --> broken: TenantHalted (too hard)
              off --> on: TenantResumed
              broken --> [*]
            """);
  }

  @Test
  void theDocumentShowsEveryTable() {
    StateMachineDocument.requireDrawn(AgentTransitions.TABLE);
    StateMachineDocument.requireDrawn(ContractTransitions.TABLE);
    StateMachineDocument.requireDrawn(PhaseTransitions.TABLE);
    StateMachineDocument.requireDrawn(DispatchTransitions.TABLE);
    StateMachineDocument.requireDrawn(ApprovalTransitions.TABLE);
  }

  @Test
  void refusesAStepNamingStatusAndEvent() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> TABLE.require(Optional.of(Light.OFF), new TenantHalted("incident"), Light.BROKEN))
        .withMessage("light: no transition leads from off by TenantHalted[reason=incident]");
    assertThat(TABLE.require(Optional.of(Light.ON), new TenantHalted("incident"), Light.BROKEN))
        .isEqualTo(Light.BROKEN);
  }
}
