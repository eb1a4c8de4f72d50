package dev.phaseledger.command.policy;

import static dev.phaseledger.command.Scenario.by;
import static dev.phaseledger.command.Scenario.operator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.HaltTenant;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.PublishLadder;
import dev.phaseledger.api.command.PolicyCommand.ResumeTenant;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.agent.Ladders;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.policy.InvalidMapException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PolicyDeciderTest {

  private static final Context AUTHOR = by("paul", Principal.Kind.HUMAN, Role.POLICY_AUTHOR);
  private static final Context CRON = by("cron", Principal.Kind.SERVICE, Role.OPERATOR);

  @Nested
  class InvariantMap {

    private static List<LedgerEvent> published(String points) {
      String map =
          """
          apiVersion: governance/v1
          kind: InvariantMap
          metadata: {name: care, version: 1, owner: desk}
          spec:
            environment: gov-cel/1
            matchConstraints: {points: [%s]}
            invariants:
              - {id: A, severity: high, enforcement: Enforce, expression: "agent.level > 1"}
          """
              .formatted(points);
      return PolicyDecider.publish(new PublishInvariantMap(AUTHOR, map), TenantPolicy.NONE);
    }

    @Test
    void isPutInForceOnlyWhereItIsEnforced() {
      assertThat(published("dispatch")).hasSize(1);
      for (String points : List.of("promotion", "dispatch, contract")) {
        assertThatThrownBy(() -> published(points))
            .isInstanceOf(InvalidFieldException.class)
            .hasMessageContaining("spec.matchConstraints.points");
      }
    }
  }

  @Nested
  class Ladder {

    @Test
    void isPutInForceByAPolicyAuthor() {
      var event =
          (LadderPublished)
              PolicyDecider.publish(new PublishLadder(AUTHOR, Ladders.WORK), TenantPolicy.NONE)
                  .getFirst();
      assertThat(event.name()).isEqualTo("work");
      assertThat(event.source()).isEqualTo(Ladders.WORK);
      assertThat(TenantPolicy.NONE.evolve(event).ladder()).isPresent();
      assertThatThrownBy(() ->
              PolicyDecider.publish(new PublishLadder(operator(), Ladders.WORK), TenantPolicy.NONE))
          .isInstanceOf(ForbiddenException.class);
    }

    @Test
    void isReplacedOnlyByAHigherVersion() {
      TenantPolicy policy = new Scenario().ladder(Ladders.WORK).policy;
      assertThat(PolicyDecider.publish(new PublishLadder(AUTHOR, Ladders.WORK), policy)).isEmpty();
      assertThat(PolicyDecider.publish(new PublishLadder(AUTHOR, Ladders.next()), policy))
          .hasSize(1);
      String other = Ladders.WORK.replace("name: work", "name: other");
      assertThatThrownBy(() -> PolicyDecider.publish(new PublishLadder(AUTHOR, other), policy))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("metadata.version");
    }

    @Test
    void isRefusedIfItIsNone() {
      assertThatThrownBy(() ->
              PolicyDecider.publish(
                  new PublishLadder(AUTHOR, "kind: AutonomyLadder"), TenantPolicy.NONE))
          .isInstanceOf(InvalidMapException.class);
    }
  }

  @Nested
  class KillSwitch {

    private final Optional<String> halted = Optional.of("incident");

    @Test
    void isPulledByAnyOperator() {
      assertThat(PolicyDecider.halt(new HaltTenant(CRON, "alarm"), Optional.empty()))
          .containsExactly(new TenantHalted("alarm"));
      assertThat(PolicyDecider.halt(new HaltTenant(operator(), "again"), halted)).isEmpty();
      assertThatThrownBy(
              () -> PolicyDecider.halt(new HaltTenant(AUTHOR, "alarm"), Optional.empty()))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> PolicyDecider.halt(new HaltTenant(CRON, " "), Optional.empty()))
          .isInstanceOf(InvalidFieldException.class);
    }

    @Test
    void isReleasedByAHumanOperatorWithAReason() {
      assertThat(PolicyDecider.resume(new ResumeTenant(operator(), "over"), halted))
          .containsExactly(new TenantResumed("over"));
      assertThat(PolicyDecider.resume(new ResumeTenant(operator(), "over"), Optional.empty()))
          .isEmpty();
      assertThatThrownBy(() -> PolicyDecider.resume(new ResumeTenant(CRON, "over"), halted))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> PolicyDecider.resume(new ResumeTenant(AUTHOR, "over"), halted))
          .isInstanceOf(ForbiddenException.class);
      assertThatThrownBy(() -> PolicyDecider.resume(new ResumeTenant(operator(), ""), halted))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("reason");
    }
  }
}
