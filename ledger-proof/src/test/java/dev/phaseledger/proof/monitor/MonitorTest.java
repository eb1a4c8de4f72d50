package dev.phaseledger.proof.monitor;

import static dev.phaseledger.proof.RotatedLog.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.RotatedLog;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.monitor.MonitorVerdict.Alarm;
import dev.phaseledger.proof.monitor.MonitorVerdict.Consistent;
import dev.phaseledger.proof.monitor.MonitorVerdict.Kind;
import dev.phaseledger.proof.monitor.MonitorVerdict.Nothing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a monitor says of logs that grow as they should, and of others.
final class MonitorTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration AGE_MAX = Duration.ofHours(1);

  @TempDir private Path directory;

  private Instant now = START;
  private final Served served = new Served();
  private MonitorState state = MonitorState.startingWith(TrustedKeys.of(key(1).verifier()), START);

  /// A log as a service would answer, from entries in memory.
  private static final class Served implements ServedLog {
    private RotatedLog log = new RotatedLog();
    private Optional<RotatedLog> others = Optional.empty();
    private int size;
    private NoteSigner[] signers = {key(1)};
    private final Map<Long, byte[]> links = new HashMap<>();

    void show(RotatedLog shown, int upTo, NoteSigner... by) {
      log = shown;
      size = upTo;
      signers = by;
    }

    @Override
    public Optional<byte[]> checkpoint() {
      return size == 0 ? Optional.empty() : Optional.of(log.checkpoint(size, signers).format());
    }

    @Override
    public Optional<byte[]> entries(TilePath.Entries path) {
      int from = (int) path.index() * EntryBundle.ENTRIES_MAX;
      int to = from + path.width();
      List<byte[]> entries = others.orElse(log).entries();
      return to > entries.size()
          ? Optional.empty()
          : Optional.of(EntryBundle.encode(entries.subList(from, to)));
    }

    @Override
    public Optional<byte[]> rotation(long index) {
      return Optional.ofNullable(links.get(index));
    }

    @Override
    public Optional<byte[]> consistency(long from, long to) {
      return Optional.of(
          log.consistency((int) from, (int) to).format().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void followsALogThatGrows() throws IOException {
    assertThat(look()).isInstanceOf(Nothing.class);
    RotatedLog log = new RotatedLog().entries(700);
    for (int size : List.of(1, 1, 3, 255, 256, 257, 256 + 256, 700)) {
      served.show(log, size, key(1));
      assertThat(consistent().head().size()).isEqualTo(size);
    }
    assertThat(consistent().grewBy()).isZero();
  }

  @Test
  void followsTheKeyFromRotationToRotation() throws IOException {
    RotatedLog log = seenThroughTwoRotations();

    served.show(log, 302, key(2));
    assertThat(alarm().kind()).isEqualTo(Kind.UNVERIFIABLE_SIGNATURE);
  }

  private RotatedLog seenThroughTwoRotations() throws IOException {
    RotatedLog log =
        new RotatedLog()
            .entries(3)
            .rotation(key(1), key(2))
            .entries(2)
            .rotation(key(2), key(3))
            .entries(300);
    served.links.put(3L, log.link(3, 4, key(2), key(1)).format());
    served.links.put(6L, log.link(6, 8, key(3), key(2)).format());
    served.show(log, 2, key(1));
    assertThat(consistent().rotations()).isZero();
    served.show(log, 300, key(3));
    Consistent seen = consistent();
    assertThat(seen.rotations()).isEqualTo(2);
    assertThat(seen.keyId()).isEqualTo(key(3).verifier().keyId());
    served.show(log, 301, key(3));
    assertThat(consistent().grewBy()).isOne();
    return log;
  }

  @Test
  void startsWithAnyKeyOfTheLog() throws IOException {
    RotatedLog log = new RotatedLog().entries(3).rotation(key(1), key(2)).entries(2);
    state = MonitorState.startingWith(TrustedKeys.of(key(2).verifier()), START);
    served.show(log, 6, key(2));
    assertThat(consistent().keyId()).isEqualTo(key(2).verifier().keyId());
  }

  @Test
  void remembersWhatItSawInAFileAcrossRotations() throws IOException {
    seenThroughTwoRotations();
    StateFile file = new StateFile(directory.resolve("new").resolve("state"));
    assertThat(file.load()).isEmpty();
    file.save(state);
    file.save(state);

    MonitorState loaded = file.load().orElseThrow();

    assertThat(loaded.format()).isEqualTo(state.format());
    assertThat(loaded.chain().links()).hasSize(2);
    try (var files = Files.list(directory.resolve("new"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void doesNotBelieveAStateThatWasChanged() throws IOException {
    served.show(new RotatedLog().entries(5), 5, key(1));
    look();
    Path path = directory.resolve("state");
    StateFile file = new StateFile(path);
    file.save(state);
    String text = Files.readString(path);
    for (String changed :
        List.of(
            "",
            text.replace("v1", "v2"),
            text.replace("\n5\n", "\n6\n"),
            text.replace("grew 2026", "grew never"),
            text.replaceFirst("frontier .*", "frontier AAAAAAAAAAA="),
            text.replaceFirst("frontier .*\n", ""),
            text.replaceFirst("key .*\n", ""))) {
      Files.writeString(path, changed);
      assertThatThrownBy(file::load)
          .as(changed)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("state cannot be used");
    }
  }

  @Nested
  final class RaisesAnAlarm {

    private final RotatedLog log = new RotatedLog().entries(10).rotation(key(1), key(2)).entries(9);

    private void seen(int size) throws IOException {
      served.show(log, size, key(1));
      assertThat(look()).isInstanceOf(Consistent.class);
    }

    @Test
    void onAForkOfTheSameSize() throws IOException {
      seen(5);
      served.show(new RotatedLog().entries(4).entry("{\"other\":1}"), 5, key(1));
      assertAlarm(Kind.FORK, "two signed histories of 5 entries");
    }

    @Test
    void onAForkThatGrewFurther() throws IOException {
      seen(5);
      served.show(new RotatedLog().entries(4).entry("{\"other\":1}").entries(8), 12, key(1));
      assertAlarm(Kind.FORK, "does not extend");
    }

    @Test
    void onALogThatShrank() throws IOException {
      seen(5);
      served.show(log, 4, key(1));
      assertAlarm(Kind.SHRINK, "covers 4 entries");
      served.show(log, 0, key(1));
      assertAlarm(Kind.SHRINK, "no checkpoint");
    }

    @Test
    void onASignatureThatCannotBeVerified() throws IOException {
      seen(5);
      served.show(log, 6, key(7));
      assertAlarm(Kind.UNVERIFIABLE_SIGNATURE, "trusted key");
      served.show(log, 4, key(7));
      assertAlarm(Kind.UNVERIFIABLE_SIGNATURE, "trusted key");
    }

    @Test
    void onAKeyThatWasNeverNamed() throws IOException {
      seen(5);
      served.show(log, 9, key(2));
      assertAlarm(Kind.UNVERIFIABLE_SIGNATURE, "trusted key");
    }

    @Test
    void onARetiredKeyAlone() throws IOException {
      seen(5);
      served.links.put(10L, log.link(10, 11, key(1), key(2)).format());
      served.show(log, 15, key(1));
      assertAlarm(Kind.UNVERIFIABLE_SIGNATURE, "was retired");
    }

    @Test
    void onARotationThatTheOldKeyDidNotSign() throws IOException {
      seen(5);
      served.links.put(10L, log.link(10, 11, key(2)).format());
      served.show(log, 15, key(2));
      assertAlarm(Kind.ROTATION_REFUSED, "not signed by the key it retires");
    }

    @Test
    void onARotationWithoutProof() throws IOException {
      seen(5);
      served.show(log, 15, key(2));
      assertAlarm(Kind.ROTATION_REFUSED, "no proof of it");
    }

    @Test
    void onARotationThatWasSignedForAnotherHistory() throws IOException {
      seen(5);
      RotatedLog other =
          new RotatedLog().entries(9).entry("{}").rotation(key(1), key(2)).entries(9);
      served.links.put(10L, log.link(10, 11, key(1), key(2)).format());
      served.show(other, 15, key(2));
      assertAlarm(Kind.FORK, "signed for another history");
    }

    @Test
    void onEntriesThatAreNotThoseSigned() throws IOException {
      seen(5);
      served.show(log, 9, key(1));
      served.others = Optional.of(new RotatedLog().entries(6).entry("{\"other\":1}").entries(3));
      assertAlarm(Kind.ENTRIES_DIFFER, "give the root");
      served.others = Optional.of(new RotatedLog().entries(6));
      assertAlarm(Kind.ENTRIES_DIFFER, "instead of 9");
    }

    @Test
    void onACheckpointThatIsStale() throws IOException {
      seen(5);
      now = START.plus(AGE_MAX);
      assertThat(look()).isInstanceOf(Consistent.class);
      now = now.plusSeconds(1);
      assertAlarm(Kind.STALE, "since 2026-01-01T00:00:00Z");
      seen(6);
    }

    private void assertAlarm(Kind kind, String words) throws IOException {
      byte[] before = state.format();
      Alarm alarm = alarm();
      assertThat(alarm.sentence()).contains(words);
      assertThat(alarm.kind()).isEqualTo(kind);
      assertThat(state.format()).isEqualTo(before);
    }
  }

  private MonitorVerdict look() throws IOException {
    Monitor.Look look = new Monitor(served, Clock.fixed(now, ZoneOffset.UTC), AGE_MAX).look(state);
    state = look.state();
    return look.verdict();
  }

  private Consistent consistent() throws IOException {
    MonitorVerdict verdict = look();
    assertThat(verdict).isInstanceOf(Consistent.class);
    return (Consistent) verdict;
  }

  private Alarm alarm() throws IOException {
    MonitorVerdict verdict = look();
    assertThat(verdict).isInstanceOf(Alarm.class);
    return (Alarm) verdict;
  }
}
