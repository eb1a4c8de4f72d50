package dev.phaseledger.command.agent;

import dev.phaseledger.api.event.Competence;
import dev.phaseledger.command.Scenario;
import java.time.Duration;

/// A ladder with each way up, and records of work to hold against it.
public final class Ladders {

  /// From 0 by rule, from 1 by one human, from 2 by two; any violation leads down.
  public static final String WORK =
      """
      apiVersion: governance/v1
      kind: AutonomyLadder
      metadata: {name: work, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        levels:
          - level: 0
            name: observer
            may: {actions: ["read"]}
            promotion:
              when: competence.consecutivePassesAtLevel >= 5
              grantedBy: rule
              coolDown: 1h
          - level: 1
            name: junior
            may: {actions: ["read", "write"], costMicrosMax: 5000, dataClasses: [internal]}
            requireApproval: {actions: ["write"], roles: [maintainer], count: 2}
            promotion:
              when: competence.consecutivePassesAtLevel >= 5
              grantedBy: human
              roles: [maintainer]
              coolDown: 1h
            demotion:
              - {name: violated, when: competence.violationsAtLevel > 0}
          - level: 2
            name: senior
            may: {actions: ["*"], irreversible: true}
            promotion:
              when: competence.consecutivePassesAtLevel >= 5
              grantedBy: four-eyes
              roles: [maintainer, approver]
              coolDown: 1h
            demotion:
              - {name: violated, when: competence.violationsAtLevel > 0, to: 0}
          - level: 3
            name: principal
            may: {actions: ["*"], irreversible: true}
            demotion:
              - {name: violated, when: competence.violationsAtLevel > 0, by: 2}
      """;

  /// A ladder without a level 0.
  public static final String FROM_ONE =
      """
      apiVersion: governance/v1
      kind: AutonomyLadder
      metadata: {name: late, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        levels:
          - {level: 1, name: junior, may: {actions: ["read"]}}
          - {level: 2, name: senior, may: {actions: ["*"]}}
      """;

  private Ladders() {}

  /// The same ladder one version on.
  public static String next() {
    return WORK.replace("version: 1", "version: 2");
  }

  /// A record of a run of successes at the level, of `violations` at it, after two hours there.
  public static Competence record(long run, long violations) {
    return record(run, violations, Duration.ofHours(2));
  }

  public static Competence record(long run, long violations, Duration atLevel) {
    return new Competence(
        run + violations,
        run,
        0,
        run,
        violations,
        0,
        Scenario.NOW.minus(Duration.ofDays(9)),
        Scenario.NOW.minus(atLevel),
        run,
        run,
        violations,
        77);
  }
}
