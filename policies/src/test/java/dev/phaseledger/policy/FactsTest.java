package dev.phaseledger.policy;

import static dev.phaseledger.policy.Dispatches.dispatch;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.value.Json;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {

  private static final String RESERVATION =
      """
      {"cabin":"economy","created":"2026-03-01T20:00:00-05:00","total":"x","insured":true,
       "price":120.50,"flights":[{"number":"HAT1","day":"2026-03-05"},{"number":"HAT2"}],
       "bags":{"u1":2,"u2":1},"wait":"1h30m","unknown":{"deep":[1]},"none":null}
      """;

  private static String map(String expression) {
    return Sources.map(
        """
        types:
          Flight: {number: string, day: date}
          Reservation:
            cabin: string
            created: timestamp
            total: scaled(2)
            insured: bool
            price: scaled(2)
            flights: list(Flight)
            bags: map(int)
            wait: duration
            none: string
        facts:
          reservation: {type: Reservation, keyed: true}
          rate: {type: scaled(4), freshFor: 10m}
        parameters: {reservation_id: string, amount: scaled(2), flights: list(Flight)}
        invariants:
          - id: A
            expression: "%s"
        """
            .formatted(expression));
  }

  private static Evaluation evaluate(String expression, Dispatches dispatch) {
    return PolicySnapshot.of(List.of(InvariantMaps.compile(map(expression))))
        .evaluate(dispatch.input());
  }

  private static Dispatches reservation() {
    return dispatch().fact("reservation", "X1", RESERVATION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          facts.reservation['X1'].cabin == 'economy'
          facts.reservation['X1'].insured
          facts.reservation['X1'].price == 12050
          facts.reservation['X1'].flights.size() == 2
          facts.reservation['X1'].flights.all(f, f.number.startsWith('HAT'))
          facts.reservation['X1'].flights.count(f, has(f.day)) == 1
          facts.reservation['X1'].flights[0].day == date('2026-03-05')
          facts.reservation['X1'].flights[0].day.isoDate() == '2026-03-05'
          facts.reservation['X1'].bags['u1'] == 2
          'u2' in facts.reservation['X1'].bags && !('u3' in facts.reservation['X1'].bags)
          facts.reservation['X1'].bags.sum(k, facts.reservation['X1'].bags[k]) == 3
          facts.reservation['X1'].flights.exists(f, key(f.number, 'x') == 'HAT1/x')
          facts.reservation['X1'].wait == duration('90m')
          now - facts.reservation['X1'].created < duration('24h')
          'X1' in facts.reservation && !('X2' in facts.reservation)
          facts.reservation.exists(k, facts.reservation[k].cabin == 'economy')
          facts.reservation.size() == 1
          !has(facts.reservation['X1'].none)
          !has(facts.rate)
          !has(command.parameters.amount)
          facts.reservation['X1'].?none.orValue('-') == '-'
          """)
  void areReadByTheirDeclaredTypes(String expression) {
    Evaluation evaluation = evaluate(expression, reservation());
    assertThat(evaluation.effect()).as(evaluation.explanation()).isEqualTo(Effect.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          facts.reservation['X2'].cabin == ''               | 'X2' is missing
          facts.reservation['X1'].none == ''                | facts.reservation['X1'].none is missing
          facts.reservation['X1'].total == 1                | facts.reservation['X1'].total is not a decimal with at most 2 decimal places
          facts.reservation['X1'].flights[1].day < now      | facts.reservation['X1'].flights[1].day is missing
          facts.reservation['X1'].bags['u9'] == 1           | 'u9' is missing
          facts.rate == 1                                   | facts.rate is missing
          command.parameters.amount == 1                    | command.parameters.amount is missing
          """)
  void areErrorsThatNameThePathWhenTheyCannotBeRead(String expression, String message) {
    Evaluation evaluation = evaluate(expression, reservation());
    assertThat(evaluation.results().getFirst().message())
        .isEqualTo("cannot be evaluated: " + message);
    assertThat(evaluation.effect()).isEqualTo(Effect.VETO);
  }

  @ParameterizedTest
  @CsvSource({"12.345", "1e400", "1e17", "\"12\"", "true"})
  void refuseDecimalsThatAreNotExactlyTheScaledNumber(String amount) {
    Dispatches dispatch = dispatch().parameters("{\"amount\":" + amount + "}");
    Evaluation evaluation = evaluate("command.parameters.amount >= 0", dispatch);
    assertThat(evaluation.explanation()).contains("command.parameters.amount is not a decimal");
  }

  @Test
  void areExactWhateverTheDecimalsAre() {
    Dispatches dispatch = dispatch().parameters("{\"amount\":90071992547409.93}");
    assertThat(evaluate("command.parameters.amount == 9007199254740993", dispatch).effect())
        .isEqualTo(Effect.NONE);
  }

  @Test
  void nameTheElementOfAListThatIsOfAnotherType() {
    Dispatches dispatch = dispatch().parameters("{\"flights\":[{\"number\":\"a\"},7]}");
    assertThat(evaluate("command.parameters.flights.size() == 2", dispatch).explanation())
        .contains("command.parameters.flights[1] is not an object");
  }

  @Test
  void areRememberedWhenTheyWereReadAndOnlyThen() {
    Dispatches dispatch =
        reservation().fact("reservation", "X0", "{\"cabin\":\"business\"}").fact("other", "", "1");
    Evaluation evaluation = evaluate("facts.reservation['X1'].cabin == 'first'", dispatch);
    assertThat(evaluation.factsRead())
        .containsExactly(
            new FactRead(
                "reservation", "X1", Dispatches.NOW, Json.digest(Json.parse(RESERVATION))));
    assertThat(evaluate("true", dispatch).factsRead()).isEmpty();
    assertThat(evaluate("facts.reservation['X9'].cabin == ''", dispatch).factsRead()).isEmpty();
  }

  @Test
  void areRememberedOneByOneWhenAllOfAKindAreWalked() {
    Dispatches dispatch = reservation().fact("reservation", "X0", "{\"cabin\":\"business\"}");
    assertThat(evaluate("facts.reservation.all(k, k != '')", dispatch).factsRead())
        .extracting(FactRead::key)
        .containsExactly("X0", "X1");
  }

  @ParameterizedTest
  @CsvSource({"599, NONE", "600, VETO", "-1, VETO"})
  void countOnlyWhileTheyAreFresh(int secondsAgo, Effect effect) {
    Dispatches dispatch =
        dispatch().fact("rate", "", "1.2", Dispatches.NOW.minus(Duration.ofSeconds(secondsAgo)));
    Evaluation evaluation = evaluate("facts.rate == 12000", dispatch);
    assertThat(evaluation.effect()).isEqualTo(effect);
    assertThat(evaluation.factsRead()).hasSize(1);
  }
}
