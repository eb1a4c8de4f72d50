package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EventCodecTest {

  private static final Set<String> MAY_BE_ABSENT =
      Set.of(
          "dispatchId",
          "evidence",
          "causedBy",
          "onBehalfOf",
          "actions",
          "costMicros",
          "release",
          "checked");

  private static final Fields REGISTERED =
      EventCodec.encode(
          new AgentRegistered(
              new AgentId("agent-7"), "Sorts mail", 2, new PrincipalId("ada"), Set.of("b", "a")));

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsBackEveryEventAsItWas(int seed) {
    new EventSamples(new SplittableRandom(seed))
        .ofEachType()
        .forEach(event -> {
          String type = EventCodec.typeOf(event);
          Fields data = EventCodec.encode(event);
          assertThat(EventCodec.decode(type, data)).isEqualTo(event);
          assertThat(Json.parse(Json.bytes(data))).isEqualTo(data);
        });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void refusesEveryEventThatLacksOrHasOneMemberTooMany(int seed) {
    new EventSamples(new SplittableRandom(seed))
        .ofEachType()
        .forEach(event -> {
          String type = EventCodec.typeOf(event);
          Fields data = EventCodec.encode(event);
          for (String name : data.members().keySet()) {
            if (!MAY_BE_ABSENT.contains(name)) {
              assertRefused(type, without(data, name), name, "is missing");
            }
            assertThatExceptionOfType(InvalidFieldException.class)
                .isThrownBy(() -> EventCodec.decode(type, changed(data, name, Nil.NULL)))
                .satisfies(e -> assertThat(e.field()).isEqualTo(name))
                .withMessageContaining("but is null");
          }
          assertRefused(type, changed(data, "zzz", Nil.NULL), "zzz", "is not a known member here");
        });
  }

  @ParameterizedTest(name = "does not know {0}")
  @ValueSource(strings = {"", "agent.registered", "agent.registered.v2", "AGENT.REGISTERED.V1"})
  void refusesATypeItDoesNotKnow(String type) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> EventCodec.decode(type, REGISTERED))
        .satisfies(e -> assertThat(e.field()).isEqualTo("type"))
        .withMessageContaining("'" + type + "'");
  }

  @Test
  void namesTheMemberThatHasTheWrongType() {
    String type = EventCodec.AGENT_REGISTERED;
    assertRefused(
        type,
        changed(REGISTERED, "owner", Num.of(1)),
        "owner",
        "must be a string, but is a number");
    assertRefused(
        type,
        changed(REGISTERED, "owner", new Text("a b")),
        "owner",
        "must start with a letter or digit and hold only letters, digits, '.', '_', ':', '@' and"
            + " '-', without '..'");
    assertRefused(
        type,
        changed(REGISTERED, "level", new Text("2")),
        "level",
        "must be an integer, but is a string");
    assertRefused(
        type,
        changed(REGISTERED, "roles", new Text("a")),
        "roles",
        "must be an array, but is a string");
    assertRefused(
        type,
        changed(REGISTERED, "roles", Json.parse("[\"a\",1]")),
        "roles[1]",
        "must be a string, but is a number");
    assertRefused(
        type,
        changed(REGISTERED, "roles", Json.parse("[\"a\",\"a\"]")),
        "roles",
        "names 'a' twice");
  }

  @ParameterizedTest(name = "level {0}")
  @CsvSource({
    "1.5, must be an integer within 2^53",
    "1e-1, must be an integer within 2^53",
    "9007199254740992, must be an integer within 2^53",
    "-9007199254740992, must be an integer within 2^53",
    "1e300, must be an integer within 2^53",
    "2147483648, must be from -2147483648 to 2147483647",
    "-9007199254740991, must be from -2147483648 to 2147483647",
  })
  void refusesNumbersThatAreNoIntegersInRange(String level, String reason) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() ->
            EventCodec.decode(
                EventCodec.AGENT_REGISTERED, changed(REGISTERED, "level", Json.parse(level))))
        .withMessageContaining("level: " + reason);
  }

  @Test
  void acceptsAnIntegerHoweverItIsWritten() {
    var event =
        EventCodec.decode(
            EventCodec.AGENT_REGISTERED, changed(REGISTERED, "level", Json.parse("20.0e-1")));
    assertThat(EventCodec.encode(event)).isEqualTo(REGISTERED);
  }

  private static void assertRefused(String type, Fields data, String field, String reason) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> EventCodec.decode(type, data))
        .withMessage(field + ": " + reason);
  }

  private static Fields without(Fields fields, String name) {
    var members = new TreeMap<>(fields.members());
    members.remove(name);
    return new Fields(members);
  }

  private static Fields changed(Fields fields, String name, JsonValue value) {
    var members = new TreeMap<>(fields.members());
    members.put(name, value);
    return new Fields(members);
  }
}
