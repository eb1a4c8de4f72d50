package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.policy.MapTests.CaseResult;
import org.junit.jupiter.api.Test;

/// The kinds of invariants that authors ask for first, each as they would write it.
class InvariantKindsTest {

  private static void decides(String spec) {
    assertThat(MapTests.run(InvariantMaps.compile(Sources.map(spec))))
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.passed()).as(each.toString()).isTrue())
        .allMatch(CaseResult::passed);
  }

  @Test
  void timeWindowsAreHoursAndWeekdaysInUtc() {
    decides(
        """
        invariants:
          - id: OFFICE-HOURS
            expression: now.getHours() >= 8 && now.getHours() < 18 && now.getDayOfWeek() >= 1 && now.getDayOfWeek() <= 5
            onViolation: {effect: VETO}
        tests:
          fixture: {now: 2026-03-02T10:00:00Z}
          cases:
            - {name: monday morning, expect: {decision: ALLOW}}
            - {name: first minute, given: {now: 2026-03-02T08:00:00Z}, expect: {decision: ALLOW}}
            - {name: last second, given: {now: 2026-03-02T17:59:59Z}, expect: {decision: ALLOW}}
            - {name: closing time, given: {now: 2026-03-02T18:00:00Z}, expect: {decision: VETO}}
            - {name: another offset, given: {now: 2026-03-02T07:30:00-02:00}, expect: {decision: ALLOW}}
            - {name: early elsewhere, given: {now: 2026-03-02T09:30:00+02:00}, expect: {decision: VETO}}
            - {name: sunday, given: {now: 2026-03-01T10:00:00Z}, expect: {decision: VETO}}
            - {name: saturday, given: {now: 2026-03-07T10:00:00Z}, expect: {decision: VETO}}
        """);
  }

  @Test
  void evidenceAndFactsCountAsLongAsTheyAreFresh() {
    decides(
        """
        facts: {balance: {type: int, freshFor: 10m}}
        invariants:
          - id: TESTS
            expression: evidence.exists(e, e.kind == 'tests' && e.passed && now - e.at < duration('2h'))
            onViolation: {effect: DEFER, until: EVIDENCE(tests)}
          - id: BALANCE
            expression: facts.balance >= 100
            onViolation: {effect: VETO}
        tests:
          fixture:
            now: 2026-03-02T10:00:00Z
            evidence: [{kind: tests, passed: true, at: 2026-03-02T09:00:00Z}]
            facts: {balance: 100}
          cases:
            - {name: fresh, expect: {decision: ALLOW}}
            - {name: old tests, given: {evidence: [{kind: tests, passed: true, at: 2026-03-02T08:00:00Z}]}, expect: {decision: DEFER}}
            - {name: fresh balance, given: {observedAt: {balance: 2026-03-02T09:50:01Z}}, expect: {decision: ALLOW}}
            - {name: stale balance, given: {observedAt: {balance: 2026-03-02T09:50:00Z}}, expect: {decision: VETO, errors: [BALANCE]}}
        """);
  }

  @Test
  void quorumAndSeparationOfDutiesAreReadFromApprovals() {
    decides(
        """
        invariants:
          - id: QUORUM
            expression: approvals.count(a, a.approved && a.role in ['maintainer', 'security']) >= 2
            onViolation: {effect: REQUIRE_APPROVAL, count: 2, roles: [maintainer, security]}
          - id: DUTIES
            expression: approvals.all(a, a.by != command.requestedBy)
            onViolation: {effect: VETO}
        tests:
          fixture: {now: 2026-03-02T10:00:00Z, command: {requestedBy: "user:alice"}}
          cases:
            - {name: none, expect: {decision: REQUIRE_APPROVAL}}
            - {name: one, given: {approvals: [{by: c, role: maintainer, approved: true}]}, expect: {decision: REQUIRE_APPROVAL}}
            - {name: two, given: {approvals: [{by: c, role: maintainer, approved: true}, {by: d, role: security, approved: true}]}, expect: {decision: ALLOW}}
            - {name: own, given: {approvals: [{by: "user:alice", role: maintainer, approved: true}, {by: d, role: security, approved: true}]}, expect: {decision: VETO, violations: [DUTIES]}}
        """);
  }

  @Test
  void pathsStayWithinScope() {
    decides(
        """
        invariants:
          - id: SCOPE
            expression: command.paths.within(contract.allowedPaths) && !command.paths.anyGlob(['**/*.pem'])
            onViolation: {effect: VETO}
        tests:
          fixture: {now: 2026-03-02T10:00:00Z, contract: {allowedPaths: [src/]}}
          cases:
            - {name: inside, given: {command: {paths: [src/A.java]}}, expect: {decision: ALLOW}}
            - {name: outside, given: {command: {paths: [src/A.java, etc/b]}}, expect: {decision: VETO}}
            - {name: climbing, given: {command: {paths: [src/../etc/b]}}, expect: {decision: VETO}}
            - {name: key, given: {command: {paths: [src/a.pem]}}, expect: {decision: VETO}}
        """);
  }

  @Test
  void whatWasReadLimitsWhatIsSent() {
    decides(
        """
        invariants:
          - id: FLOW
            matchConstraints: {commands: [SendMail]}
            expression: "!('personal' in context.sessionDataClasses)"
            onViolation: {effect: VETO}
        tests:
          fixture: {now: 2026-03-02T10:00:00Z, command: {action: SendMail}, context: {sessionDataClasses: [public]}}
          cases:
            - {name: nothing personal, expect: {decision: ALLOW}}
            - {name: personal read, given: {context: {sessionDataClasses: [personal, public]}}, expect: {decision: VETO}}
            - {name: another command, given: {command: {action: Read}, context: {sessionDataClasses: [personal]}}, expect: {decision: ALLOW}}
        """);
  }
}
