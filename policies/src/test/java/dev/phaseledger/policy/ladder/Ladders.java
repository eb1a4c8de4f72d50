package dev.phaseledger.policy.ladder;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Ladders, agents and requests for tests.
final class Ladders {

  static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

  /// Three levels; the middle one is where most things happen.
  static final String THREE =
      ladder(
          """
          - level: 1
            name: observer
            may: {actions: [read]}
            promotion: {when: competence.executionsAtLevel >= 5, grantedBy: rule}
          - level: 2
            name: writer
            may: {actions: ["read", "write.*"], costMicrosMax: 1000, dataClasses: [public], unattended: false}
            requireApproval: {actions: ["write.main"], roles: [maintainer], count: 2}
            promotion:
              to: 4
              when: competence.consecutivePassesAtLevel >= 3 && competence.timeAtLevel >= duration('48h')
              grantedBy: four-eyes
              roles: [maintainer, owner]
              coolDown: 2d
            demotion:
              - {name: violated, when: competence.violationsAtLevel > 0}
          - level: 4
            name: owner
            may: {actions: ["*"], irreversible: true}
            demotion:
              - {name: violated, when: competence.violationsAtLevel > 0}
              - {name: violated-twice, when: competence.violationsAtLevel > 1, by: 7}
              - {name: unsteady, when: "competence.executionsAtLevel > 0 && 10 / (competence.passes - 3) > 4", to: 2}
          """);

  private Ladders() {}

  /// A ladder around its levels.
  static String ladder(String levels) {
    return """
    apiVersion: governance/v1
    kind: AutonomyLadder
    metadata: {name: sample, version: 3, owner: somebody}
    spec:
      levels:
    """
        + levels.indent(4);
  }

  static String example(String name) {
    try {
      return Files.readString(Path.of("..", "examples", "ladders", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AgentFacts agent(int level) {
    return new AgentFacts(
        new AgentId("agent-1"), new PrincipalId("user:alice"), level, Set.of("writer", "bot"));
  }

  /// An agent's work, all of it at its present level.
  static Competence competence(long passes, long failures, long violations, Duration timeAtLevel) {
    return new Competence(
        passes + failures,
        passes,
        failures,
        failures == 0 && violations == 0 ? passes : 0,
        violations,
        0,
        NOW.minus(timeAtLevel),
        NOW.minus(timeAtLevel),
        passes + failures,
        failures == 0 && violations == 0 ? passes : 0,
        violations,
        100);
  }

  static DispatchRequest request(String action) {
    return request(action, 0, false, Set.of());
  }

  static DispatchRequest request(
      String action, long costMicros, boolean irreversible, Set<String> dataClasses) {
    return new DispatchRequest(
        new DispatchId("d-1"),
        action,
        List.of("src/main/A.java"),
        JsonValue.Fields.EMPTY,
        "because",
        Map.of(),
        dataClasses,
        costMicros,
        irreversible,
        Optional.empty(),
        Optional.empty());
  }
}
