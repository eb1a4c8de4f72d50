package dev.phaseledger.policy.path;

import static dev.phaseledger.policy.path.Observations.AGENT;
import static dev.phaseledger.policy.path.Observations.CONTRACT;
import static dev.phaseledger.policy.path.Observations.about;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.policy.path.Observations.Past;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationPathsTest {

  private static final Subject BY_AGENT = new Subject.OfAgent(AGENT);
  private static final Subject BY_CONTRACT = new Subject.OfContract(CONTRACT);

  /// A document of some paths, indented by four.
  static String document(String paths) {
    return """
    apiVersion: governance/v1
    kind: RevocationPaths
    metadata: {name: sample, version: 3, owner: somebody}
    spec:
      paths:
    """
        + paths.indent(4);
  }

  private static RevocationPaths one(String on, String more) {
    return RevocationPaths.compile(
        document("- {id: p, on: %s, do: [suspend-agent]%s}".formatted(on, more)));
  }

  private static List<String> fired(RevocationPaths paths, Observation observation, Past past) {
    return paths.fires(observation, past).stream().map(Firing::path).toList();
  }

  private static boolean fires(String on, Observation observation) {
    return !one(on, "").fires(observation, new Past()).isEmpty();
  }

  @Test
  void keepWhatTheirAuthorWrote() {
    String source =
        document(
            """
            - id: undo
              description: Undo it.
              on: {failures: {count: 2, within: 1h30m, of: contract}}
              where: {actions: [git.*], resources: ["./src/**"], agents: [agent-*]}
              do:
                - demote: {levels: 2}
                - suspend-agent
                - revoke-agent:
                - revoke-contract: {}
                - cancel-open-dispatches
                - rollback: {template: undo-change, agent: rollback-agent, action: git.revert}
                - notify: {webhook: operations}
              affects: self-and-delegates
              coolDown: 2d
            """);
    RevocationPaths paths = RevocationPaths.compile(source);
    assertThat(paths.name()).isEqualTo("sample");
    assertThat(paths.version()).isEqualTo(3);
    assertThat(paths.owner()).isEqualTo("somebody");
    assertThat(paths.source()).isEqualTo(source);
    assertThat(paths.digest()).isEqualTo(Digest.of(source));
    assertThat(paths.warnings()).isEmpty();
    assertThat(paths.find("undo"))
        .contains(
            new RevocationPath(
                "undo",
                "Undo it.",
                new Trigger.Failures(2, Duration.ofMinutes(90), Subject.Kind.CONTRACT),
                new Where(List.of("git.*"), List.of("src/**"), List.of("agent-*")),
                List.of(
                    new PathAction.Demote(2),
                    new PathAction.SuspendAgent(),
                    new PathAction.RevokeAgent(),
                    new PathAction.RevokeContract(),
                    new PathAction.CancelOpenDispatches(),
                    new PathAction.Rollback(
                        "undo-change", new AgentId("rollback-agent"), "git.revert"),
                    new PathAction.Notify("operations")),
                RevocationPath.Affects.SELF_AND_DELEGATES,
                Optional.of(Duration.ofDays(2))));
    assertThat(paths.find("nothing")).isEmpty();
  }

  @Test
  void fireInTheOrderOfTheDocument() {
    RevocationPaths paths =
        RevocationPaths.compile(
            document(
                """
                - {id: z, on: breach, do: [suspend-agent]}
                - {id: other, on: heartbeat-stale, do: [suspend-agent]}
                - {id: a, on: breach, do: [revoke-contract]}
                """));
    Observation breach = new Observation.Breach(about("contract.breach"), "scope");
    assertThat(fired(paths, breach, new Past())).containsExactly("z", "a");
    assertThat(paths.fires(breach, new Past())).isEqualTo(paths.fires(breach, new Past()));
  }

  @Test
  void sayWhatSetThemOff() {
    RevocationPaths paths = one("{failures: {count: 2, within: 90m, of: agent}}", "");
    Past past = new Past().failed(Duration.ZERO, Duration.ofMinutes(5), Duration.ofMinutes(89));
    assertThat(paths.fires(new Observation.Failure(about("outcome")), past))
        .containsExactly(
            new Firing(
                "p",
                BY_AGENT,
                RevocationPath.Affects.SELF,
                List.of(new PathAction.SuspendAgent()),
                "Path 'p' fired on failures: agent agent-7 has 3 failures within 1h30m, and 2 are"
                    + " enough."));
  }

  @Nested
  class OnOneEvent {

    @Test
    void aBreachOfAClauseThatAGlobMatches() {
      Observation scope = new Observation.Breach(about("contract.breach"), "scope");
      Observation limit = new Observation.Breach(about("contract.limit"), "stopping.actionsMax");
      String on = "{breach: {kinds: [contract.*], clauses: [scope, data*]}}";
      assertThat(fires(on, scope)).isTrue();
      assertThat(fires(on, limit)).isFalse();
      assertThat(fires("breach", limit)).isTrue();
      assertThat(fires("{breach: {kinds: [other]}}", scope)).isFalse();
    }

    @Test
    void evidenceOfAKindThatDidNotPass() {
      Observation tests = new Observation.FailedEvidence(about("ci.tests"));
      assertThat(fires("{evidence-failed: {kinds: [\"ci.*\"]}}", tests)).isTrue();
      assertThat(fires("{evidence-failed: {kinds: [diff]}}", tests)).isFalse();
    }

    @Test
    void aSignalOfASeverityAtLeast() {
      String on = "{signal: {kinds: [agent.*], severity: HIGH, detectors: [monitor-*]}}";
      String monitor = "monitor-1";
      assertThat(fires(on, signal("agent.lied", Severity.HIGH, monitor))).isTrue();
      assertThat(fires(on, signal("agent.lied", Severity.CRITICAL, monitor))).isTrue();
      assertThat(fires(on, signal("agent.lied", Severity.MEDIUM, monitor))).isFalse();
      assertThat(fires(on, signal("tool.broke", Severity.HIGH, monitor))).isFalse();
      assertThat(fires(on, signal("agent.lied", Severity.HIGH, "me"))).isFalse();
      assertThat(fires("signal", signal("any", Severity.LOW, "ledger"))).isTrue();
    }

    private Observation signal(String kind, Severity severity, String detector) {
      return new Observation.Signalled(about(kind, severity), detector);
    }

    @ParameterizedTest
    @CsvSource({
      "100, 1000, 1000, false",
      "100, 1000, 1001, true",
      "110, 1000, 1100, false",
      "110, 1000, 1101, true",
      "100, 0, 0, false",
      "100, 0, 1, true",
      "10000, 9223372036854775807, 9223372036854775807, false",
      "100, 9223372036854775806, 9223372036854775807, true"
    })
    void aCostAboveItsPercentage(int percent, long authorized, long reported, boolean fires) {
      assertThat(
              fires(
                  "{budget-overrun: {percent: %d}}".formatted(percent),
                  new Observation.Overrun(about("cost"), authorized, reported)))
          .isEqualTo(fires);
    }

    @Test
    void anOperatorsWordForThatPathOnly() {
      RevocationPaths paths = one("manual", "");
      assertThat(fired(paths, new Observation.Manual(about("operator"), "p"), new Past()))
          .containsExactly("p");
      assertThat(fired(paths, new Observation.Manual(about("operator"), "q"), new Past()))
          .isEmpty();
      assertThat(fires("breach", new Observation.Manual(about("operator"), "p"))).isFalse();
    }

    @Test
    void forAnAgentWithoutAContract() {
      Observation manual = new Observation.Manual(Observations.withoutContract(), "p");
      assertThat(one("manual", "").fires(manual, new Past()))
          .extracting(Firing::subject)
          .containsExactly(BY_AGENT);
    }

    @Test
    void ofTheirOwnKindOnly() {
      Observation stale = new Observation.StaleHeartbeat(about("heartbeat"));
      assertThat(fires("heartbeat-stale", stale)).isTrue();
      for (String other : List.of("manual", "breach", "evidence-failed", "signal")) {
        assertThat(fires(other, stale)).as(other).isFalse();
      }
      assertThat(fires("heartbeat-stale", new Observation.Failure(about("outcome")))).isFalse();
    }
  }

  @Nested
  class Conditions {

    private boolean fires(String where, Observation observation) {
      return !one("breach", ", where: " + where).fires(observation, new Past()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{actions: [git.*]} | true",
          "{actions: [deploy, git.push]} | true",
          "{actions: [deploy]} | false",
          "{agents: [agent-?]} | false",
          "{agents: [agent-*]} | true",
          "{resources: ['src/**']} | true",
          "{resources: ['src/*']} | false",
          "{resources: ['docs/**', '**/App.java']} | true",
          "{resources: ['src/**'], actions: [deploy]} | false"
        })
    void everyConditionMustHold(String where, boolean fires) {
      assertThat(fires(where, new Observation.Breach(about("b"), "scope"))).isEqualTo(fires);
    }

    @Test
    void conditionsOnActionsDoNotHoldWhereThereIsNone() {
      Observation breach = new Observation.Breach(Observations.withoutContract(), "scope");
      assertThat(fires("{actions: ['**']}", breach)).isFalse();
      assertThat(fires("{resources: ['**']}", breach)).isFalse();
      assertThat(fires("{agents: ['**']}", breach)).isTrue();
    }
  }

  @Nested
  class Counting {

    private static final String THREE_A_DAY = "{failures: {count: 3, within: 24h, of: agent}}";
    private final Observation failure = new Observation.Failure(about("outcome"));

    private boolean fires(String more, Past past) {
      return !one(THREE_A_DAY, more).fires(failure, past).isEmpty();
    }

    @Test
    void startsWhenTheCountIsReached() {
      assertThat(fires("", new Past().failed(Duration.ZERO, Duration.ofHours(1)))).isFalse();
      assertThat(
              fires("", new Past().failed(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(2))))
          .isTrue();
    }

    @Test
    void leavesOutWhatLiesBeforeTheWindow() {
      Past past = new Past().failed(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(24));
      assertThat(fires("", past)).isFalse();
    }

    @Test
    void doesNotCountTwiceWhatLedToAFiring() {
      Past past =
          new Past()
              .failed(Duration.ZERO, Duration.ofHours(1), Duration.ofHours(2), Duration.ofHours(3))
              .fired("p", BY_AGENT, Duration.ofHours(1));
      assertThat(fires("", past)).isFalse();
      past.failed(Duration.ofMinutes(10), Duration.ofMinutes(20));
      assertThat(one(THREE_A_DAY, "").fires(failure, past))
          .extracting(Firing::explanation)
          .containsExactly(
              "Path 'p' fired on failures: agent agent-7 has 3 failures within 1d and since it fired"
                  + " at 2026-03-02T09:00:00Z, and 3 are enough.");
    }

    @Test
    void restsAfterAFiringForThatSubjectOnly() {
      Past past = new Past().failed(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(2));
      assertThat(fires(", coolDown: 1h", past)).isTrue();
      past.fired("p", BY_CONTRACT, Duration.ofMinutes(30));
      past.fired("q", BY_AGENT, Duration.ofMinutes(30));
      assertThat(fires(", coolDown: 1h", past)).isTrue();
      past.fired("p", BY_AGENT, Duration.ofMinutes(30));
      assertThat(fires(", coolDown: 1h", past)).isFalse();
      assertThat(fires(", coolDown: 30m", past)).isTrue();
      assertThat(fires(", coolDown: 31m", past)).isFalse();
    }

    @Test
    void doesNotFireAgainAtTheVeryTimeItFired() {
      Past past = new Past().failed(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
      assertThat(fires("", past)).isTrue();
      assertThat(fires("", past.fired("p", BY_AGENT, Duration.ZERO))).isFalse();
      assertThat(fires("", past.fired("p", BY_AGENT, Duration.ofSeconds(-1)))).isFalse();
    }

    @Test
    void takesVetoesOfTheContract() {
      RevocationPaths paths = one("{vetoes: {count: 2, within: 10m, of: contract}}", "");
      Past past = new Past().vetoed(Duration.ZERO, Duration.ofMinutes(9));
      assertThat(paths.fires(new Observation.Veto(about("veto")), past))
          .extracting(Firing::subject)
          .containsExactly(BY_CONTRACT);
      assertThat(fired(paths, failure, past)).isEmpty();
      assertThat(fired(paths, new Observation.Veto(Observations.withoutContract()), past))
          .as("there is no contract to count for")
          .isEmpty();
    }
  }

  @Test
  void uncountedPathsRestForTheContract() {
    Observation breach = new Observation.Breach(about("contract.breach"), "scope");
    RevocationPaths paths = one("breach", ", coolDown: 1h");
    assertThat(fired(paths, breach, new Past().fired("p", BY_AGENT, Duration.ofMinutes(1))))
        .containsExactly("p");
    assertThat(fired(paths, breach, new Past().fired("p", BY_CONTRACT, Duration.ofMinutes(1))))
        .isEmpty();
  }

  @Test
  void refuseCostsBelowZero() {
    assertThatThrownBy(() -> new Observation.Overrun(about("cost"), -1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
