package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormsTest {

  private static final Digest POLICY = Digest.of("policy");

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsBackWhatItEncoded(int seed) {
    var samples = new EventSamples(new SplittableRandom(seed));
    ContractTerms terms = samples.terms();
    assertThat(Forms.terms(Forms.encode(terms))).isEqualTo(terms);
    DispatchRequest request = samples.request();
    assertThat(Forms.request(Forms.encode(request))).isEqualTo(request);
    Judgement judgement = samples.judgement();
    assertThat(Forms.judgement(Forms.encode(judgement))).isEqualTo(judgement);
    Evidence evidence = samples.evidence();
    assertThat(Forms.evidence(Forms.encode(evidence))).isEqualTo(evidence);
    Fact fact = samples.fact();
    assertThat(Forms.fact(Forms.encode(fact))).isEqualTo(fact);
  }

  @Test
  void givesEqualRequestsEqualDigestsHoweverTheyWereWritten() {
    assertThat(Forms.digest(request("{\"amount\":0.10,\"to\":[1e1]}", 5)))
        .isEqualTo(Forms.digest(request("{ \"to\":[10], \"amount\":0.1 }", 5)))
        .isNotEqualTo(Forms.digest(request("{\"amount\":0.11,\"to\":[10]}", 5)))
        .isNotEqualTo(Forms.digest(request("{\"amount\":0.10,\"to\":[1e1]}", 6)));
    DispatchRequest request = request("{}", 5);
    assertThat(Forms.digest(request)).isEqualTo(Json.digest(Forms.encode(request)));
  }

  @Test
  void groupsNeighbouringResultsThatHoldAndKeepsTheirOrder() {
    var results =
        List.of(
            result("a", Outcome.HOLDS, ""),
            result("c", Outcome.HOLDS, ""),
            result("b", Outcome.HOLDS, ""),
            result("d", Outcome.VIOLATED, "too much"),
            result("e", Outcome.HOLDS, ""),
            result("f", Outcome.HOLDS, "with a remark"));
    var judgement =
        new Judgement(
            Verdict.VETOED,
            "Too much.",
            new Basis(Instant.EPOCH, 1, 1, 1, POLICY),
            Optional.empty(),
            results,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    Fields form = Forms.encode(judgement);

    assertThat(Json.text(form.find("results").orElseThrow()))
        .isEqualTo(
            """
            [{"holds":["VETO a","VETO c","VETO b"],"map":"m"},\
            {"effect":"VETO","enforcement":"ENFORCE","invariant":"d","map":"m",\
            "message":"too much","outcome":"VIOLATED"},\
            {"holds":["VETO e"],"map":"m"},\
            {"effect":"VETO","enforcement":"ENFORCE","invariant":"f","map":"m",\
            "message":"with a remark","outcome":"HOLDS"}]\
            """);
    assertThat(Forms.judgement(form).results()).isEqualTo(results);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(longs = {1L << 53, -(1L << 53), Long.MAX_VALUE, Long.MIN_VALUE})
  void refusesToRecordIntegersThatJsonReadersMayRound(long costMicros) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> Forms.encode(request("{}", costMicros)))
        .satisfies(e -> assertThat(e.field()).isEqualTo("costMicros"))
        .withMessageContaining("within 2^53");
  }

  @Test
  void refusesToRecordTimesThatRfc3339CannotWrite() {
    for (String time : List.of("+10000-01-01T00:00:00Z", "-0001-12-31T23:59:59Z")) {
      var fact = new Fact("f", "", Fields.EMPTY, Instant.parse(time));
      assertThatExceptionOfType(InvalidFieldException.class)
          .isThrownBy(() -> Forms.encode(fact))
          .withMessage("observedAt: must be a time of the years 0000 to 9999");
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "2026-01-31T09:30:00Z",
        "2026-01-31T09:30:00.5Z",
        "2026-01-31T09:30:00.123456789Z",
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z"
      })
  void readsTimes(String time) {
    assertThat(Forms.fact(fact(time)).observedAt()).isEqualTo(Instant.parse(time));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "",
        "2026-01-31",
        "2026-01-31T09:30Z",
        "2026-01-31T09:30:00",
        "2026-01-31T09:30:00+01:00",
        "2026-02-30T09:30:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31 09:30:00Z",
        "2026-01-31T09:30:00.Z",
        "2026-01-31T09:30:00.1234567890Z",
        "+10000-01-01T00:00:00Z"
      })
  void refusesOtherTimes(String time) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> Forms.fact(fact(time)))
        .satisfies(e -> assertThat(e.field()).isEqualTo("observedAt"))
        .withMessageContaining("RFC 3339");
  }

  @Test
  void namesNestedMembersByTheirPath() {
    String terms = Json.text(Forms.encode(new EventSamples(new SplittableRandom(1)).terms()));
    Fields form = (Fields) Json.parse(terms);

    assertRefused(with(form, "stopping", "{}"), "stopping.notBefore: is missing");
    assertRefused(
        with(form, "phases", "[{\"name\":\"plan\",\"requiredEvidence\":[]},{\"name\":1}]"),
        "phases[1].name: must be a string, but is a number");
    assertRefused(
        with(form, "inputs", "{\"pay\":[]}"), "inputs.pay: must be an object, but is an array");
    assertRefused(
        with(form, "onBreach", "\"SHRUG\""),
        "onBreach: must be one of [REVOKE_CONTRACT, SIGNAL_ONLY]; is 'SHRUG'");
    assertRefused(
        with(
            form,
            "stopping",
            "{\"notBefore\":\"2026-01-31T09:30:00Z\",\"expiresAt\":\"2026-01-31T09:30:00Z\","
                + "\"durationMax\":\"8 hours\"}"),
        "stopping.durationMax: must be an ISO 8601 duration, such as PT8H30M or P2D; is '8 hours'");
    assertRefused(with(form, "agentId", "\"../x\""), "agentId: must start with a letter or digit");
    assertRefused(with(form, "phases", "[[]]"), "phases[0]: must be an object, but is an array");
  }

  private static void assertRefused(Fields terms, String message) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> Forms.terms(terms))
        .withMessageStartingWith(message);
  }

  private static Fields with(Fields form, String name, String json) {
    var builder = Fields.builder();
    form.members().forEach(builder::put);
    return builder.put(name, Json.parse(json)).build();
  }

  private static Fields fact(String time) {
    return Fields.with("name", new Text("f"))
        .put("key", "")
        .put("value", new Items(List.of()))
        .put("observedAt", time)
        .build();
  }

  private static InvariantResult result(String invariant, Outcome outcome, String message) {
    return new InvariantResult("m", invariant, outcome, Effect.VETO, Enforcement.ENFORCE, message);
  }

  private static DispatchRequest request(String parameters, long costMicros) {
    return new DispatchRequest(
        new DispatchId("d-1"),
        "pay",
        List.of("accounts/7"),
        (Fields) Json.parse(parameters),
        "The invoice is due.",
        Map.of("team", "billing"),
        Set.of("financial", "personal"),
        costMicros,
        true,
        Optional.empty(),
        Optional.empty());
  }
}
