package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.KeyId;
import dev.phaseledger.proof.LogKey;
import dev.phaseledger.proof.NoteSignature;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.store.KeyRotations.Request;
import dev.phaseledger.testsupport.PostgresExtension;
import dev.phaseledger.testsupport.SequentialIds;
import dev.phaseledger.testsupport.SettableClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rotation of a log's key on one node and on several that share a database.
final class KeyRotationsTest {

  private static final TenantId TENANT = Samples.TENANT;
  private static final Duration OVERLAP = Duration.ofHours(1);
  private static final Duration WAIT = Duration.ofSeconds(20);

  private final PostgresExtension postgres = new PostgresExtension();
  private final SettableClock clock = SettableClock.at("2026-03-01T10:00:00Z");

  @TempDir private Path directory;

  private Path here;
  private Path there;
  private long next;

  @BeforeEach
  void create() throws IOException {
    postgres.create();
    here = directory.resolve("here");
    there = directory.resolve("there");
    SigningKeys.loadOrCreate(here, TestNode.ORIGIN);
    Files.createDirectories(there);
    copy(SigningKeys.FILE);
  }

  @AfterEach
  void drop() {
    postgres.drop();
  }

  @Test
  void signsWithBothKeysUntilTheOverlapEndsAndThenWithTheNewOne() {
    try (LedgerEngine engine = open(here)) {
      NoteVerifier old = engine.logs().verifier("acme");
      append(engine);
      assertThat(signers(engine)).containsExactly(old.keyId());
      SigningKeys.stage(here);

      KeyRotated rotated = rotate(engine, OVERLAP);

      NoteVerifier fresh = NoteVerifier.parse(rotated.newKey());
      assertThat(rotated.oldKey()).isEqualTo(old.vkey());
      assertThat(rotated.overlapUntil()).isEqualTo(clock.instant().plus(OVERLAP));
      assertThat(signers(engine)).containsExactly(fresh.keyId(), old.keyId());
      assertThat(engine.logs().verifier("acme")).isEqualTo(fresh);
      append(engine);
      assertThat(signers(engine)).containsExactly(fresh.keyId(), old.keyId());
      clock.advance(OVERLAP);
      append(engine);
      assertThat(signers(engine)).containsExactly(fresh.keyId());
      assertThat(engine.logs().keys("acme"))
          .extracting(LogKey::key, LogKey::state)
          .containsExactly(tuple(fresh, LogKey.State.CURRENT), tuple(old, LogKey.State.RETIRED));
    }
  }

  @Test
  void leadsAVerifierFromTheFirstKeyToTheNewestOverSeveralRotations() {
    try (LedgerEngine engine = open(here)) {
      KeyChain chain = KeyChain.startingWith(TrustedKeys.of(engine.logs().verifier("acme")));
      append(engine);
      for (Duration overlap : List.of(Duration.ZERO, OVERLAP, OVERLAP)) {
        SigningKeys.stage(here);
        RecordedEvent recorded = rotateTo(engine, overlap, Optional.empty());
        append(engine);
        RotationLink link = engine.logs().rotation("acme", recorded.index()).orElseThrow();
        chain = chain.follow(RotationLink.parse(link.format()));
      }
      assertThat(chain.verify(newest(engine)).keyId())
          .isEqualTo(engine.logs().verifier("acme").keyId());
      // The first was retired at once, the other two still overlap.
      assertThat(signers(engine)).hasSize(3);
      assertThat(engine.logs().rotation("acme", 0)).isEmpty();
    }
  }

  @Test
  void startsAgainWithinTheOverlapAndAfterIt() {
    NoteVerifier fresh;
    try (LedgerEngine engine = open(here)) {
      append(engine);
      SigningKeys.stage(here);
      fresh = NoteVerifier.parse(rotate(engine, OVERLAP).newKey());
    }
    try (LedgerEngine engine = open(here)) {
      append(engine);
      assertThat(signers(engine)).hasSize(2);
      clock.advance(OVERLAP);
      append(engine);
    }
    try (LedgerEngine engine = open(here)) {
      append(engine);
      assertThat(signers(engine)).containsExactly(fresh.keyId());
    }
  }

  @Test
  void otherNodesChangeOverWithTheEntryThatSaysSo() throws Exception {
    try (LedgerEngine one = open(here);
        LedgerEngine other = open(there)) {
      append(one);
      append(other);
      SigningKeys.stage(here);
      copyStaged();

      RecordedEvent rotated = rotateTo(one, Duration.ZERO, Optional.empty());
      append(other);

      KeyId fresh = one.logs().verifier("acme").keyId();
      assertThat(signers(other)).containsExactly(fresh);
      assertThat(other.awaitPosition(rotated.position(), WAIT)).isTrue();
      append(one);
      assertThat(signers(one)).containsExactly(fresh);
      assertThat(other.stopped()).isEmpty();
    }
  }

  @Test
  void aNodeThatNeverWroteToTheLogFindsItsNewKey() throws Exception {
    try (LedgerEngine one = open(here);
        LedgerEngine other = open(there)) {
      append(one);
      SigningKeys.stage(here);
      copyStaged();
      rotate(one, Duration.ZERO);
      append(one);

      append(other);

      assertThat(other.stopped()).isEmpty();
      assertThat(signers(other)).containsExactly(one.logs().verifier("acme").keyId());
    }
  }

  @Test
  void aNodeWithoutTheNewKeyStopsAndSaysWhatToDo() throws Exception {
    try (LedgerEngine one = open(here);
        LedgerEngine other = open(there)) {
      append(other);
      SigningKeys.Staged staged = SigningKeys.stage(here);
      rotate(one, OVERLAP);
      long recorded = one.position();

      assertThatThrownBy(() -> append(other))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("copy " + there.resolve(staged.file().getFileName()))
          .hasMessageContaining("0600");

      assertThat(other.stopped()).get().isInstanceOf(StopReason.KeyMissing.class);
      assertThat(one.position()).isEqualTo(recorded);
      assertThatThrownBy(() -> open(there))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("which this node does not hold");
    }
    copyStaged();
    try (LedgerEngine other = open(there)) {
      append(other);
      assertThat(signers(other)).hasSize(2);
    }
  }

  @Test
  void aRetiredKeyMayBeTakenAwayButNotOneThatStillSigns() throws IOException {
    try (LedgerEngine engine = open(here)) {
      append(engine);
      SigningKeys.stage(here);
      rotate(engine, OVERLAP);
      SigningKeys.stage(here);
      rotate(engine, Duration.ZERO);
    }
    // Replaced by the second rotation at once; the first key still overlaps.
    Path retired = retiredFile();
    Files.delete(retired);
    try (LedgerEngine engine = open(here)) {
      append(engine);
    }
  }

  @Test
  void refusesAHeadThatARetiredKeySignedAlone() {
    SignedNote before;
    try (LedgerEngine engine = open(here)) {
      append(engine);
      SigningKeys.stage(here);
      rotate(engine, OVERLAP);
      before = newest(engine);
    }
    String retiredAlone = before.text() + "\n" + before.signatures().get(1) + "\n";
    postgres.tamper("UPDATE ledger.checkpoint SET note = '" + retiredAlone + "' WHERE size = 2");

    assertThatThrownBy(() -> open(here))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("signed by another key");
  }

  @Test
  void wantsAStagedKeyAndASingleOneUnlessItIsNamed() {
    try (LedgerEngine engine = open(here)) {
      append(engine);
      assertThatThrownBy(() -> rotate(engine, OVERLAP))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("keys stage");
      SigningKeys.stage(here);
      SigningKeys.stage(here);
      assertThatThrownBy(() -> rotate(engine, OVERLAP))
          .isInstanceOf(InvalidFieldException.class)
          .hasMessageContaining("must be one of");
      String wanted =
          engine.logs().keys("acme").stream()
              .filter(key -> key.state() == LogKey.State.STAGED)
              .toList()
              .getLast()
              .key()
              .keyId()
              .toString();

      rotateTo(engine, OVERLAP, Optional.of(wanted));

      assertThat(engine.logs().verifier("acme").keyId()).hasToString(wanted);
    }
  }

  @Test
  void rotatesALogThatHasNoEntriesYetAndNoOtherLog() {
    try (LedgerEngine engine = open(here)) {
      SigningKeys.stage(here);
      NoteVerifier first = engine.logs().verifier("acme");
      assertThat(rotateTo(engine, OVERLAP, Optional.empty()).index()).isZero();
      assertThat(signers(engine)).hasSize(2).contains(first.keyId());
      engine.append(Samples.scope(), List.of(Samples.onContractOf("other", "c", 0)));
      assertThat(engine.logs().checkpoint("other").orElseThrow().signatures()).hasSize(1);
    }
  }

  @Test
  void twoNodesThatRotateAtOnceEndInOneChain() throws Exception {
    try (LedgerEngine one = open(here);
        LedgerEngine other = open(there)) {
      append(one);
      KeyChain chain = KeyChain.startingWith(TrustedKeys.of(one.logs().verifier("acme")));
      SigningKeys.stage(here);
      SigningKeys.stage(here);
      copyStaged();
      List<String> staged =
          one.logs().keys("acme").stream()
              .filter(key -> key.state() == LogKey.State.STAGED)
              .map(key -> key.key().keyId().toString())
              .toList();
      Thread racing =
          Thread.ofPlatform().start(() -> rotateTo(other, OVERLAP, Optional.of(staged.getFirst())));
      rotateTo(one, OVERLAP, Optional.of(staged.getLast()));
      racing.join();
      append(one);
      for (LogKey key : one.logs().keys("acme").reversed()) {
        if (key.rotatedAt().isPresent()) {
          chain =
              chain.follow(one.logs().rotation("acme", key.rotatedAt().getAsLong()).orElseThrow());
        }
      }
      assertThat(chain.links()).hasSize(2);
      chain.verify(newest(one));
    }
  }

  @Test
  void everyCheckpointOfTwoBusyNodesIsSignedByTheKeyInForce() throws Exception {
    try (LedgerEngine one = open(here);
        LedgerEngine other = open(there)) {
      append(one);
      NoteVerifier first = one.logs().verifier("acme");
      SigningKeys.stage(here);
      copyStaged();
      List<Thread> writers = new ArrayList<>();
      for (int writer = 0; writer < 4; writer++) {
        int number = writer;
        LedgerEngine engine = writer % 2 == 0 ? one : other;
        writers.add(
            Thread.ofPlatform()
                .start(() -> {
                  for (int i = 0; i < 60; i++) {
                    engine.append(
                        Samples.scope(),
                        List.of(Samples.onContract("w%d-%d".formatted(number, i), 0)));
                  }
                }));
      }
      RecordedEvent rotated = rotateTo(one, Duration.ZERO, Optional.empty());
      for (Thread writer : writers) {
        writer.join();
      }
      KeyChain chain =
          KeyChain.startingWith(TrustedKeys.of(first))
              .follow(one.logs().rotation("acme", rotated.index()).orElseThrow());
      List<SignedNote> notes = checkpoints();
      assertThat(notes).hasSizeGreaterThan(10);
      notes.forEach(chain::verify);
      assertThat(notes.stream().filter(note -> note.signatures().size() == 2)).hasSize(1);
      assertThat(one.logs().checkpoint("acme").orElseThrow().text()).contains("\n242\n");
    }
  }

  private List<SignedNote> checkpoints() throws SQLException {
    List<SignedNote> notes = new ArrayList<>();
    try (var connection = postgres.pool().getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT note FROM ledger.checkpoint ORDER BY size")) {
      while (rows.next()) {
        notes.add(SignedNote.parse(rows.getString(1).getBytes(StandardCharsets.UTF_8)));
      }
    }
    return notes;
  }

  private Path retiredFile() throws IOException {
    NoteVerifier retired;
    try (LedgerEngine engine = open(here)) {
      retired =
          engine.logs().keys("acme").stream()
              .filter(key -> key.state() == LogKey.State.RETIRED)
              .findFirst()
              .orElseThrow()
              .key();
    }
    return here.resolve(
        "signing-" + new NoteVerifier(TestNode.ORIGIN, retired.publicKey()).keyId() + ".key");
  }

  private LedgerEngine open(Path keys) {
    String name = UUID.randomUUID().toString();
    return LedgerEngine.open(
        new LedgerConfig(
            postgres.connections(),
            postgres.pool(),
            SigningKeys.loadOrCreate(keys, TestNode.ORIGIN),
            directory.resolve(name),
            clock,
            new SequentialIds(name),
            List.of(),
            Optional.empty(),
            RestoredDatabase.REFUSE));
  }

  private void append(LedgerEngine engine) {
    engine.append(Samples.scope(), List.of(Samples.onContract("c" + next++, 0)));
  }

  private static KeyRotated rotate(LedgerEngine engine, Duration overlap) {
    return (KeyRotated) rotateTo(engine, overlap, Optional.empty()).event();
  }

  private static RecordedEvent rotateTo(
      LedgerEngine engine, Duration overlap, Optional<String> key) {
    return engine.rotations().rotate(TENANT, Samples::scope, new Request("yearly", overlap, key));
  }

  private static SignedNote newest(LedgerEngine engine) {
    return engine.logs().checkpoint("acme").orElseThrow();
  }

  private static List<KeyId> signers(LedgerEngine engine) {
    return newest(engine).signatures().stream().map(NoteSignature::keyId).toList();
  }

  private void copyStaged() throws IOException {
    try (var files = Files.list(here)) {
      for (Path file : files.toList()) {
        if (!Files.exists(there.resolve(file.getFileName()))) {
          copy(file.getFileName().toString());
        }
      }
    }
  }

  private void copy(String name) throws IOException {
    Files.copy(
        here.resolve(name), there.resolve(name), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
  }
}
