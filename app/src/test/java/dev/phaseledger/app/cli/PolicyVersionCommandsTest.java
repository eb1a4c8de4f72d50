package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Leads a map through its life, as its author does.
final class PolicyVersionCommandsTest {

  @TempDir private Path home;

  private static String map(int version, int level) {
    return """
    apiVersion: governance/v1
    kind: InvariantMap
    metadata: {name: limits, version: %d, owner: tests}
    spec:
      environment: gov-cel/1
      invariants:
        - {id: LEVEL, expression: agent.level >= %d, onViolation: {effect: VETO}}
    """
        .formatted(version, level);
  }

  @Test
  void leadsAMapFromDraftToForceAndBack() throws IOException {
    try (ServiceCommands ledger = ServiceCommands.start(home)) {
      assertThat(
              ledger
                  .expect(ExitCode.OK, "policy", "draft", "limits", ledger.file("1", map(1, 1)))
                  .out())
          .contains("It can be published as sha256:");
      assertThat(ledger.expect(ExitCode.OK, "policy", "show", "limits", "--draft").out().strip())
          .isEqualTo(map(1, 1).strip());
      ledger.expect(ExitCode.OK, "policy", "publish", "--draft=limits");
      String first =
          Members.text(
              Members.objects(
                      ledger.expect(ExitCode.OK, "policy", "versions", "limits", "--json").json(),
                      "items")
                  .getFirst(),
              "digest");

      ledger.expect(ExitCode.OK, "policy", "publish", ledger.file("2", map(2, 4)));
      assertThat(ledger.expect(ExitCode.OK, "policy", "diff", "limits", first).out())
          .contains("changed LEVEL")
          .contains("+    - {id: LEVEL, expression: agent.level >= 4");
      ledger.expect(ExitCode.OK, "policy", "rollback", "limits", first, "--reason", "too strict");
      assertThat(ledger.expect(ExitCode.OK, "policy", "versions", "limits").out())
          .contains("PUBLISHED")
          .contains("SUPERSEDED");
      assertThat(ledger.expect(ExitCode.OK, "policy", "show", "limits").out().strip())
          .isEqualTo(map(1, 1).strip());
      Fields inForce = ledger.expect(ExitCode.OK, "policy", "in-force", "--json").json();
      assertThat(Members.objects(inForce, "items"))
          .singleElement()
          .satisfies(map -> {
            assertThat(Members.text(map, "digest")).isEqualTo(first);
            assertThat(Members.text(map, "state")).isEqualTo("PUBLISHED");
          });

      assertThat(
              ledger
                  .expect(
                      ExitCode.NEGATIVE,
                      "policy",
                      "draft",
                      "limits",
                      ledger.file("3", "kind: InvariantMap"))
                  .out())
          .contains("not ready to be published");
      ledger.expect(ExitCode.USAGE, "policy", "publish");
      ledger.expect(ExitCode.NEGATIVE, "policy", "show", "unknown");
    }
  }
}
