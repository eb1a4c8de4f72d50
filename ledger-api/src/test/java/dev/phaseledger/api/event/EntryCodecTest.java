package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EntryCodecTest {

  private static final Instant TIME = Instant.parse("2026-01-31T09:30:00.120Z");
  private static final PrincipalId ACTOR = new PrincipalId("ada");
  private static final AgentId AGENT = new AgentId("agent-7");
  private static final StreamId STREAM = StreamId.agent(new TenantId("acme"), AGENT);
  private static final String ENTRY =
      """
      {"actor":"ada","data":{"agentId":"agent-7","reason":"lost"},"id":"e-1","sequence":3,\
      "stream":"acme/agent/agent-7","time":"2026-01-31T09:30:00.120Z","type":"agent.revoked.v2"}\
      """;

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void readsBackEveryEntryAsItWas(int seed) {
    var random = new SplittableRandom(seed);
    Optional<String> trace = random.nextBoolean() ? Optional.of("00-ab-cd-01") : Optional.empty();
    new EventSamples(random)
        .ofEachType()
        .forEach(event -> {
          byte[] entry = EntryCodec.encode("e-" + seed, STREAM, seed, TIME, ACTOR, trace, event);
          assertThat(EntryCodec.decode(entry, 12, 5))
              .isEqualTo(
                  new RecordedEvent("e-" + seed, STREAM, seed, 12, 5, TIME, ACTOR, trace, event));
          assertThat(Json.bytes(Json.parseRecorded(entry))).isEqualTo(entry);
        });
  }

  @Test
  void writesCanonicalJson() {
    assertThat(new String(revoked("lost"), StandardCharsets.UTF_8)).isEqualTo(ENTRY);
  }

  @Test
  void refusesAnEntryThatIsTooLargeAndSaysWhatToDo() {
    int spare = EntryCodec.ENTRY_BYTES_MAX - revoked("").length;
    assertThat(revoked("x".repeat(spare))).hasSize(65_535);

    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> revoked("x".repeat(spare + 1)))
        .satisfies(e -> assertThat(e.field()).isEqualTo("entry"))
        .withMessageContaining("would take 65536 bytes, 65535 at most")
        .withMessageContaining("artifact store");
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> EntryCodec.decode(new byte[65_536], 1, 0))
        .satisfies(e -> assertThat(e.field()).isEqualTo("entry"));
  }

  @Test
  void recordsWhateverNestingACallerMaySend() {
    String nested = "[".repeat(Json.DEPTH_MAX) + "]".repeat(Json.DEPTH_MAX);
    Fields claims = Fields.with("deep", Json.parse(nested)).build();
    var samples = new EventSamples(new SplittableRandom(1));
    var evidence = samples.evidence();
    var event =
        new EvidenceRecorded(
            new ContractId("c-1"),
            Optional.empty(),
            new Evidence(
                evidence.kind(),
                evidence.content(),
                evidence.producer(),
                evidence.at(),
                List.of(),
                claims),
            List.of(new Fact("deep", "", Json.parse(nested), TIME)));

    byte[] entry = EntryCodec.encode("e-1", STREAM, 0, TIME, ACTOR, Optional.empty(), event);
    assertThat(EntryCodec.decode(entry, 1, 0).event()).isEqualTo(event);
  }

  @Test
  void refusesTextThatIsNotUnicode() {
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> revoked("\ud800"))
        .satisfies(e -> assertThat(e.pointer()).isEqualTo("/data/reason"));
  }

  @Test
  void namesWhatIsWrongWithAnEntry() {
    assertRefused(ENTRY.replace("\"id\":\"e-1\",", ""), "id: is missing");
    assertRefused(ENTRY.replace("acme/agent/", "acme/agents/"), "stream: has an unknown subject");
    assertRefused(ENTRY.replace("revoked.v2", "revoked.v9"), "type: is not an event type");
    assertRefused(ENTRY.replace("\"lost\"", "7"), "data.reason: must be a string, but is a number");
    assertRefused(ENTRY.replace("\"actor\"", "\"aactor\":1,\"actor\""), "aactor: is not a known");
    assertRefused(ENTRY.replace("\"reason\"", "\"ago\":1,\"reason\""), "data.ago: is not a known");
    assertRefused("[]", "entry: must be an object");
    assertThatExceptionOfType(InvalidJsonException.class)
        .isThrownBy(() -> EntryCodec.decode(new byte[] {'{'}, 1, 0));
  }

  private static void assertRefused(String entry, String message) {
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> EntryCodec.decode(entry.getBytes(StandardCharsets.UTF_8), 1, 0))
        .withMessageStartingWith(message);
  }

  private static byte[] revoked(String reason) {
    return EntryCodec.encode(
        "e-1", STREAM, 3, TIME, ACTOR, Optional.empty(), new AgentRevoked(AGENT, reason));
  }
}
