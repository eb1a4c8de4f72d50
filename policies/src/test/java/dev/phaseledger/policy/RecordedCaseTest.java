package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Cases that are made of decisions: pasted into their map they pass, and they say what the map
/// said of the live dispatch.
class RecordedCaseTest {

  private static final String FACTS =
      Sources.map(
          """
          types: {Account: {owner: string, limit: scaled(2), since: date}}
          facts:
            account: {type: Account, keyed: true}
            rate: {type: int, freshFor: 1h}
          parameters: {to: string, amount: scaled(2), note: string}
          attributes: {desk: string}
          invariants:
            - {id: OWN, expression: "facts.account[command.parameters.to].owner == command.requestedBy && facts.account[command.parameters.to].since < now"}
            - {id: LIMIT, expression: "command.parameters.amount <= facts.account[command.parameters.to].limit"}
            - {id: RATE, expression: "facts.rate == 110", onViolation: {effect: DEFER}}
            - {id: DESK, expression: "contract.attributes.desk == 'left'", enforcement: Warn}
          tests:
            fixture:
              now: 2020-01-01T00:00:00Z
              command: {type: Pay, branch: somewhere, parameters: {to: B2, amount: 1, note: fixture}}
              facts: {account: {B2: {owner: nobody}, C3: {owner: nobody}}}
              approvals: [{by: mallory, role: payer, approved: true}]
            cases:
              - {name: fixture, expect: {errors: [OWN, LIMIT, RATE, DESK]}}
          """);

  private static RecordedCase.Made made(String source, DecisionInput input) {
    CompiledMap map = InvariantMaps.compile(source);
    return RecordedCase.of(map, "made", input, live(map, input).factsRead());
  }

  private static Evaluation live(CompiledMap map, DecisionInput input) {
    return PolicySnapshot.of(List.of(map)).evaluate(input);
  }

  /// Pastes the case below those that are there.
  private static CompiledMap pasted(String source, RecordedCase.Made made) {
    return InvariantMaps.compile(source.stripTrailing() + "\n" + made.yaml());
  }

  private static String said(Evaluation evaluation) {
    return (evaluation.effect() == Effect.NONE ? "ALLOW" : evaluation.effect().name())
        + ", violations "
        + ids(evaluation, Outcome.VIOLATED)
        + ", exempted "
        + ids(evaluation, Outcome.EXEMPTED)
        + ", errors "
        + ids(evaluation, Outcome.ERROR);
  }

  private static Set<String> ids(Evaluation evaluation, Outcome outcome) {
    return evaluation.results().stream()
        .filter(result -> result.outcome() == outcome)
        .map(InvariantResult::invariant)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  private static void requirePasses(String source, DecisionInput input) {
    RecordedCase.Made made = made(source, input);
    CompiledMap with = pasted(source, made);
    MapTests.CaseResult result = MapTests.run(with).getLast();
    assertThat(result.name()).isEqualTo("made");
    assertThat(result.passed()).as(made.yaml() + result).isTrue();
    assertThat(made.expected()).as(made.yaml()).isEqualTo(said(live(with, input)));
  }

  @Test
  void saysWhatTheMapSaidAndTakesAwayWhatTheFixtureAdds() {
    DecisionInput input =
        Dispatches.dispatch()
            .action("Pay")
            .parameters("{\"to\": \"A1\", \"amount\": 99.99, \"unknown\": [1]}")
            .attributes("{\"desk\": \"left\", \"other\": 1}")
            .fact(
                "account",
                "A1",
                "{\"owner\": \"user:alice\", \"limit\": 100.00, \"since\": \"2024-02-29\"}")
            .fact("account", "Z9", "{\"owner\": \"user:zoe\"}")
            .fact("rate", "", "110", Dispatches.NOW.minusSeconds(60))
            .input();
    RecordedCase.Made made = made(FACTS, input);
    assertThat(made.expected()).isEqualTo("ALLOW, violations [], exempted [], errors []");
    assertThat(made.yaml())
        .contains("99.99", "2024-02-29", "2026-03-02T09:59:00Z")
        .contains("\"branch\":null", "\"note\":null")
        .doesNotContain("unknown", "other", "zoe", "mallory");
    assertThat(made.leftOut()).isEmpty();
    requirePasses(FACTS, input);
  }

  @Test
  void leavesOutWhatIsOfAnotherTypeAndSaysSo() {
    DecisionInput input =
        Dispatches.dispatch().action("Pay").parameters("{\"to\": 7, \"amount\": \"much\"}").input();
    RecordedCase.Made made = made(FACTS, input);
    assertThat(made.leftOut())
        .containsExactly("command.parameters.to", "command.parameters.amount");
    requirePasses(FACTS, input);
  }

  @Test
  void needsNoTestsInTheMap() {
    String source = Sources.invariant("command.action == 'read'", "{effect: VETO}");
    DecisionInput input = Dispatches.dispatch().input();
    RecordedCase.Made made = made(source, input);
    CompiledMap with =
        InvariantMaps.compile(source.stripTrailing() + "\n  tests:\n    cases:\n" + made.yaml());
    assertThat(MapTests.run(with)).singleElement().matches(MapTests.CaseResult::passed);
    assertThat(made.expected()).startsWith("VETO, violations [INV-1]");
  }

  static LongStream seeds() {
    return LongStream.range(0, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void passesForWhateverWasDecided(long seed) {
    Random random = new Random(seed);
    Dispatches dispatch =
        Dispatches.dispatch()
            .resources(random.nextBoolean() ? "src/main/A.java" : "deploy/k.pem")
            .labels(
                random.nextBoolean() ? Map.of("env", "prod") : Map.of("branch", "chore/codegen-1"))
            .parameters(
                random.nextInt(4) == 0
                    ? "{\"diffLines\": \"many\"}"
                    : "{\"diffLines\": %d}".formatted(random.nextInt(1_000)))
            .attributes(random.nextBoolean() ? "{\"run\": {\"commit\": \"c0ffee\"}}" : "{}")
            .counters(
                random.nextInt(3) == 0 ? Map.of() : Map.of("failures_24h", random.nextLong(8)))
            .at(Instant.parse("2026-03-02T10:00:00Z").plusSeconds(random.nextInt(10_000_000)));
    if (random.nextBoolean()) {
      dispatch.evidence(
          "tests",
          Instant.parse("2026-03-02T09:00:00Z"),
          "{\"passed\": %s, \"commit\": \"c0ffee\"}".formatted(random.nextBoolean()));
    }
    if (random.nextInt(3) > 0) {
      dispatch.approval(random.nextInt(4) == 0 ? "user:alice" : "user:carol", "maintainer");
    }
    if (random.nextInt(3) == 0) {
      dispatch.rejection("user:dan");
    }
    requirePasses(Sources.repoWrites(), dispatch.input());
  }
}
