package dev.phaseledger.api.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds the recorded form of every event type to an approved file, byte for byte: one line with
/// the entry. Entries in that form exist for ever, so a changed file is a decision.
final class ApprovedEventsTest {

  private static final Path APPROVED = Path.of("src", "test", "resources", "approved");
  private static final Path SUPERSEDED = Path.of("src", "test", "resources", "superseded");
  private static final Path RECEIVED = Path.of("target", "received");

  static Stream<Arguments> events() {
    return ApprovedEvents.ALL.stream().map(event -> Arguments.of(EventCodec.typeOf(event), event));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void recordsAnEventAsApproved(String type, LedgerEvent event) throws IOException {
    byte[] received = (entry(event) + '\n').getBytes(StandardCharsets.UTF_8);
    Path file = APPROVED.resolve(type + ".json");
    byte[] approved = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    Files.createDirectories(RECEIVED);
    Files.write(RECEIVED.resolve(type + ".json"), received);

    assertThat(received)
        .as(
            "The recorded form of %s differs from %s. Recorded entries keep the old form for ever:"
                + " a changed form needs a new version of the type, and the old version must stay"
                + " readable. If the change is decided, approve it: cp %s %s",
            type, file, RECEIVED.resolve(type + ".json"), file)
        .isEqualTo(approved);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("events")
  void readsAnApprovedEventBack(String type, LedgerEvent event) throws IOException {
    byte[] line = Files.readAllBytes(APPROVED.resolve(type + ".json"));
    assertThat(EntryCodec.decode(line, 1, 0).event()).isEqualTo(event);
  }

  static Stream<String> supersededTypes() {
    return SupersededEvents.BY_TYPE.keySet().stream().sorted();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("supersededTypes")
  void readsAnEventInAFormThatWasWrittenBefore(String type) throws IOException {
    byte[] line = Files.readAllBytes(SUPERSEDED.resolve(type + ".json"));
    assertThat(EntryCodec.decode(line, 1, 0).event()).isEqualTo(SupersededEvents.BY_TYPE.get(type));
  }

  @Test
  void knowsWhatEverySupersededFormMeans() throws IOException {
    try (Stream<Path> files = Files.list(SUPERSEDED)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(SupersededEvents.BY_TYPE.keySet());
    }
  }

  @Test
  void approvesEveryTypeOfEventOnce() throws IOException {
    List<String> types = ApprovedEvents.ALL.stream().map(EventCodec::typeOf).toList();
    assertThat(types).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(recordTypes());
    try (Stream<Path> files = Files.list(APPROVED)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(types);
    }
  }

  /// The types of all events that the sealed interfaces permit, by way of the samples.
  private static List<String> recordTypes() {
    int records =
        Stream.of(
                AgentEvent.class,
                ContractEvent.class,
                LogEvent.class,
                PolicyEvent.class,
                SubjectEvent.class)
            .mapToInt(subject -> subject.getPermittedSubclasses().length)
            .sum();
    List<String> types =
        new EventSamples(new java.util.SplittableRandom(0))
            .ofEachType()
            .map(EventCodec::typeOf)
            .toList();
    assertThat(types).hasSize(records);
    return types;
  }

  private static String entry(LedgerEvent event) {
    var tenant = new TenantId("acme");
    StreamId stream =
        switch (event) {
          case AgentEvent agent -> StreamId.agent(tenant, agent.agent());
          case ContractEvent contract -> StreamId.contract(tenant, contract.contract());
          case LogEvent _ -> StreamId.log(tenant);
          case PolicyEvent _ -> StreamId.policy(tenant);
          case SubjectEvent subject -> StreamId.subject(tenant, subject.subject());
        };
    byte[] entry =
        EntryCodec.encode(
            "01-" + EventCodec.typeOf(event),
            stream,
            0,
            ApprovedEvents.time(11),
            new PrincipalId("clerk"),
            Optional.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            event);
    return new String(entry, StandardCharsets.UTF_8);
  }
}
