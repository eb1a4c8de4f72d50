package dev.phaseledger.command.machines;

import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.agent.Ladders;
import dev.phaseledger.command.authority.TenantPolicy;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/// Policies that random histories switch between, compiled once.
///
/// The amount of a request says what its invariants want: from 100 on approval, from 200 on tests,
/// from 250 on nothing helps, from 270 on it demotes, from 280 on it revokes, from 285 on it is
/// rewritten.
record Policies(Rules rules, Ladder ladder, Halt halt) {

  enum Rules {
    ONE_APPROVER(1),
    TWO_APPROVERS(2);

    final int approvers;

    Rules(int approvers) {
      this.approvers = approvers;
    }
  }

  enum Ladder {
    NONE,
    WORK
  }

  enum Halt {
    RUNNING,
    HALTED
  }

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: amounts, version: APPROVERS, owner: tests}
      spec:
        environment: gov-cel/1
        parameters: {amount: int}
        invariants:
          - id: ASK
            expression: command.parameters.amount < 100 || command.parameters.amount >= 200
            onViolation: {effect: REQUIRE_APPROVAL, roles: [maintainer], count: APPROVERS, timeout: 3h, escalate: {after: 1h, roles: [lead]}}
          - id: TESTED
            expression: command.parameters.amount < 200 || command.parameters.amount >= 250 || evidence.exists(e, e.kind == 'tests')
            onViolation: {effect: DEFER, until: EVIDENCE(tests), timeout: 2h}
          - id: NEVER
            expression: command.parameters.amount < 250 || command.parameters.amount >= 270
            onViolation: {effect: VETO}
          - id: LOWER
            expression: command.parameters.amount < 270 || command.parameters.amount >= 280
            onViolation: {effect: DEMOTE, levels: 1}
          - id: END
            expression: command.parameters.amount < 280 || command.parameters.amount >= 285
            onViolation: {effect: REVOKE}
          - id: LESS
            expression: command.parameters.amount < 285
            onViolation: {effect: CONSTRAIN, set: {amount: 50}}
      """;

  private static final Map<Rules, Map<Ladder, TenantPolicy>> COMPILED = compiled();

  static Policies first() {
    return new Policies(Rules.ONE_APPROVER, Ladder.NONE, Halt.RUNNING);
  }

  TenantPolicy inForce() {
    TenantPolicy policy =
        Objects.requireNonNull(Objects.requireNonNull(COMPILED.get(rules)).get(ladder));
    return halt == Halt.HALTED ? policy.evolve(new TenantHalted("incident")) : policy;
  }

  /// What approvals are bound to: a halt releases nothing, and changes nothing that was shown.
  String binding() {
    return rules + "/" + ladder;
  }

  private static Map<Rules, Map<Ladder, TenantPolicy>> compiled() {
    Map<Rules, Map<Ladder, TenantPolicy>> all = new EnumMap<>(Rules.class);
    for (Rules rules : Rules.values()) {
      String map = MAP.replace("APPROVERS", Integer.toString(rules.approvers));
      Map<Ladder, TenantPolicy> byLadder = new EnumMap<>(Ladder.class);
      byLadder.put(Ladder.NONE, new Scenario().map(map).policy);
      byLadder.put(Ladder.WORK, new Scenario().map(map).ladder(Ladders.WORK).policy);
      all.put(rules, byLadder);
    }
    return all;
  }
}
