package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.HashTile;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.VerifiedCheckpoint;
import dev.phaseledger.proof.export.ExportVerdict;
import dev.phaseledger.proof.export.ExportVerifier;
import dev.phaseledger.proof.export.ExportWriter;
import dev.phaseledger.proof.export.Finding;
import dev.phaseledger.testsupport.PostgresExtension;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Whatever somebody with every right on the database does to the record is found: by the service
/// where it could do harm by going on, and always by a verifier that trusts a public key only.
///
/// The log of `acme` holds 300 entries, ten to a checkpoint, so that its tree has stored subtrees;
/// that of `beta` one entry between any two of these checkpoints.
final class TamperTest {

  private static final String ACME = "acme";
  private static final String BETA = "beta";
  private static final int COMMITS = 30;
  private static final int EACH = 10;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final PostgresExtension postgres = new PostgresExtension();
  private final Attacker attacker = new Attacker(postgres);

  @TempDir private Path root;
  private LedgerConfig config;
  private LedgerEngine running;
  private SignedNote heldByAuditor;

  /// What is expected of each attack.
  ///
  /// @param running what the service that was running answers to the next append: `recorded`, or a
  ///   part of its refusal
  /// @param restart what a start with this node's memory says: `opens`, or a part of the refusal
  /// @param elsewhere the same for a node that has never seen the database
  /// @param export what an export of `acme` shows to the holder of the public key: `sound`, the
  ///   findings with index and number of entries, or a part of the refusal to serve it
  /// @param held the same to somebody who also holds the checkpoint from before
  record Expected(String running, String restart, String elsewhere, String export, String held) {}

  // The deeds are lambdas without state.
  @SuppressWarnings("ImmutableEnumChecker")
  enum Attack {
    NONE(_ -> {}, new Expected("recorded", "opens", "opens", "sound", "sound")),

    ALTER_NAIVELY(
        attacker ->
            attacker.naively(
                "UPDATE ledger.entry SET entry = convert_to(replace(convert_from(entry, 'UTF8'), 'reason 100', 'reason 999'), 'UTF8') WHERE tenant = 'acme' AND index = 100"),
        new Expected(
            "recorded",
            "lacks its constraint CHECK",
            "lacks its constraint CHECK",
            "entry-altered 100+1",
            "entry-altered 100+1")),
    ALTER_CAREFULLY(
        attacker ->
            attacker.carefully(
                Attacker.Care.EVERYTHING, rows -> rows.set(at(100), altered(rows.get(at(100))))),
        new Expected(
            "recorded",
            "its checkpoint is for another tree",
            "its checkpoint is for another tree",
            "history-altered 100+10, root-mismatch",
            "history-altered 100+10, root-mismatch")),
    ALTER_BEHIND_THE_FRONTIER(
        attacker ->
            attacker.carefully(
                Attacker.Care.NODES, rows -> rows.set(at(100), altered(rows.get(at(100))))),
        new Expected(
            "recorded",
            "opens",
            "opens",
            "history-altered 100+10, root-mismatch",
            "history-altered 100+10, root-mismatch")),

    REMOVE_NAIVELY(
        attacker ->
            attacker.quietly("DELETE FROM ledger.entry WHERE tenant = 'acme' AND index = 100"),
        new Expected(
            "recorded",
            "the entry at position 111 is missing",
            "the entry at position 111 is missing",
            "entry 100 is missing",
            "entry 100 is missing")),
    REMOVE_CAREFULLY(
        attacker -> attacker.carefully(Attacker.Care.EVERYTHING, rows -> rows.remove(at(100))),
        new Expected(
            "ends at position 329, but position 330 was acknowledged",
            "has acknowledged",
            "its checkpoint is missing",
            "history-altered 100+10, root-mismatch",
            "history-altered 100+10, history-cut 290+10, root-mismatch")),

    INSERT_NAIVELY(
        attacker ->
            attacker.quietly(
                "INSERT INTO ledger.entry SELECT 331, tenant, 300, stream, 300, entry, leaf_hash FROM ledger.entry WHERE tenant = 'acme' AND index = 100"),
        new Expected(
            "nothing was recorded",
            "the head does not stand at the last entry",
            "the head does not stand at the last entry",
            "sound",
            "sound")),
    INSERT_CAREFULLY(
        attacker ->
            attacker.carefully(
                Attacker.Care.EVERYTHING, rows -> rows.add(at(100), forged(rows.get(at(100))))),
        new Expected(
            "its checkpoint is missing",
            "has acknowledged",
            "its checkpoint is missing",
            "history-altered 100+10, root-mismatch",
            "history-altered 100+10, root-mismatch")),

    REORDER_NAIVELY(
        attacker ->
            attacker.naively(
                "UPDATE ledger.entry AS one SET entry = other.entry FROM ledger.entry AS other WHERE one.tenant = 'acme' AND other.tenant = 'acme' AND (one.index, other.index) IN ((100, 150), (150, 100))"),
        new Expected(
            "recorded",
            "lacks its constraint CHECK",
            "lacks its constraint CHECK",
            "entry-misplaced 100+1, entry-misplaced 150+1",
            "entry-misplaced 100+1, entry-misplaced 150+1")),
    REORDER_CAREFULLY(
        attacker ->
            attacker.carefully(
                Attacker.Care.EVERYTHING,
                rows -> java.util.Collections.swap(rows, at(100), at(150))),
        new Expected(
            "recorded",
            "its checkpoint is for another tree",
            "its checkpoint is for another tree",
            "history-altered 100+10, root-mismatch",
            "history-altered 100+10, root-mismatch")),

    TRUNCATE_NAIVELY(
        attacker -> attacker.quietly("DELETE FROM ledger.entry WHERE position > 319"),
        new Expected(
            "recorded",
            "the head does not stand at the last entry",
            "the head does not stand at the last entry",
            "entry 290 is missing",
            "entry 290 is missing")),
    TRUNCATE_CAREFULLY(
        attacker ->
            attacker.carefully(
                Attacker.Care.EVERYTHING, rows -> rows.subList(319, rows.size()).clear()),
        new Expected(
            "ends at position 319, but position 330 was acknowledged",
            "has acknowledged",
            "opens",
            "sound",
            "history-cut 290+10")),

    REPLAY_A_CHECKPOINT_NAIVELY(
        attacker ->
            attacker.quietly(
                "UPDATE ledger.checkpoint SET note = (SELECT note FROM ledger.checkpoint WHERE tenant = 'acme' AND size = 200) WHERE tenant = 'acme' AND size = 300"),
        new Expected(
            "recorded",
            "its checkpoint is for another tree",
            "its checkpoint is for another tree",
            "history-cut 200+90",
            "history-cut 200+100")),
    REPLAY_A_CHECKPOINT_CAREFULLY(
        attacker ->
            attacker.quietly("DELETE FROM ledger.checkpoint WHERE tenant = 'acme' AND size > 200"),
        new Expected(
            "recorded",
            "its checkpoint is missing",
            "its checkpoint is missing",
            "sound",
            "history-cut 200+100")),

    SWAP_TENANTS_NAIVELY(
        attacker ->
            attacker.naively(
                "UPDATE ledger.entry AS one SET entry = other.entry FROM ledger.entry AS other WHERE one.index = 20 AND other.index = 20 AND one.tenant <> other.tenant"),
        new Expected(
            "recorded",
            "lacks its constraint CHECK",
            "lacks its constraint CHECK",
            "entry-altered 20+1",
            "entry-altered 20+1")),
    SWAP_TENANTS_CAREFULLY(
        attacker ->
            attacker.carefully(
                Attacker.Care.EVERYTHING,
                rows -> {
                  Attacker.Row ours = rows.get(at(20));
                  Attacker.Row theirs = rows.get(atBeta(20));
                  rows.set(at(20), theirs.in(ACME));
                  rows.set(atBeta(20), ours.in(BETA));
                }),
        new Expected(
            "recorded",
            "its checkpoint is for another tree",
            "its checkpoint is for another tree",
            "history-altered 20+10, root-mismatch",
            "history-altered 20+10, root-mismatch"));

    private final java.util.function.Consumer<Attacker> deed;
    private final Expected expected;

    Attack(java.util.function.Consumer<Attacker> deed, Expected expected) {
      this.deed = deed;
      this.expected = expected;
    }
  }

  @BeforeEach
  void fill() throws InterruptedException {
    postgres.create();
    config = TestNode.config(postgres, root.resolve("node"), List.of());
    running = LedgerEngine.open(config);
    for (int commit = 0; commit < COMMITS; commit++) {
      running.append(
          Samples.scope(),
          IntStream.range(commit * EACH, (commit + 1) * EACH)
              .mapToObj(sequence -> Samples.onContractOf(ACME, "c", sequence))
              .toList());
      running.append(Samples.scope(), List.of(Samples.onContractOf(BETA, "c", commit)));
    }
    heldByAuditor = running.logs().checkpoint(ACME).orElseThrow();
    awaitMemory();
  }

  @AfterEach
  void drop() {
    try {
      running.close();
    } finally {
      postgres.drop();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsDoneToTheRecordIsFoundAndNamed(Attack attack) throws IOException {
    attack.deed.accept(attacker);
    TrustedKeys key = TrustedKeys.of(running.logs().verifier(ACME));
    List<VerifiedCheckpoint> held = List.of(key.verifyCheckpoint(heldByAuditor));

    Expected found =
        new Expected(
            "",
            opening(config.dataDirectory(), attack.expected.restart()),
            opening(root.resolve("elsewhere"), attack.expected.elsewhere()),
            export(new ExportVerifier(key), "export", attack.expected.export()),
            export(new ExportVerifier(key, held), "held", attack.expected.held()));
    // Last, since the service that is told nothing goes on.
    Expected all =
        new Expected(
            appending(attack.expected.running()),
            found.restart(),
            found.elsewhere(),
            found.export(),
            found.held());

    assertThat(all).isEqualTo(attack.expected);
  }

  @Test
  void theOtherTenantOfASwapFindsItToo() throws IOException {
    Attack.SWAP_TENANTS_CAREFULLY.deed.accept(attacker);
    TrustedKeys key = TrustedKeys.of(running.logs().verifier(BETA));

    assertThat(verify(BETA, new ExportVerifier(key), "beta"))
        .isEqualTo("history-altered 20+1, root-mismatch");
  }

  @Test
  void anAlteredEntryIsNotEvenRead() {
    Attack.ALTER_NAIVELY.deed.accept(attacker);
    EntryReads reads = new EntryReads(new Sql(config.reads()), () -> 0);

    assertThatThrownBy(() -> reads.after(at(100), 1))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(
            "the entry at position 111 is damaged: its bytes do not have its hash");
  }

  /// Checkpoints that the attacker removed make the range wider that is named, and hide nothing;
  /// those that nobody signed are not believed.
  @Test
  void removedAndForgedCheckpointsHideNothing() throws IOException {
    Attack.ALTER_BEHIND_THE_FRONTIER.deed.accept(attacker);
    attacker.quietly("DELETE FROM ledger.checkpoint WHERE tenant = 'acme' AND size IN (110, 120)");
    attacker.quietly(
        "UPDATE ledger.checkpoint SET note = replace(note, E'\\n90\\n', E'\\n91\\n') WHERE tenant = 'acme' AND size = 90");
    TrustedKeys key = TrustedKeys.of(running.logs().verifier(ACME));

    assertThat(verify(ACME, new ExportVerifier(key), "export"))
        .isEqualTo("history-altered 100+30, root-mismatch");
  }

  /// Where an entry of `acme` stands among all, from 0.
  private static int at(int index) {
    return index / EACH * (EACH + 1) + index % EACH;
  }

  private static int atBeta(int index) {
    return index * (EACH + 1) + EACH;
  }

  private static Attacker.Row altered(Attacker.Row row) {
    String text = new String(row.entry(), StandardCharsets.UTF_8);
    return row.with(
        text.replace("\"reason 100\"", "\"reason 999\"").getBytes(StandardCharsets.UTF_8));
  }

  private static Attacker.Row forged(Attacker.Row row) {
    return new Attacker.Row(row.tenant(), "contract/forged", 0, altered(row).entry());
  }

  /// The node remembers how far it got a moment after it got there.
  private void awaitMemory() throws InterruptedException {
    Path mark = config.dataDirectory().resolve(HighWaterMark.FILE);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!remembers(mark)) {
      assertThat(System.nanoTime()).as("time to remember").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean remembers(Path mark) {
    try {
      return Files.exists(mark) && Files.readString(mark).startsWith(running.position() + " ");
    } catch (IOException e) {
      return false;
    }
  }

  private String opening(Path memory, String expected) {
    LedgerConfig other =
        new LedgerConfig(
            config.connections(),
            config.reads(),
            config.keys(),
            memory,
            config.clock(),
            config.ids(),
            List.of(),
            config.snapshots(),
            config.restored());
    try {
      LedgerEngine.open(other).close();
      return "opens";
    } catch (StoreException refused) {
      return partOf(refused, expected);
    }
  }

  private String appending(String expected) {
    try {
      running.append(Samples.scope(), List.of(Samples.onContractOf(ACME, "other", 0)));
      return "recorded";
    } catch (StoreException refused) {
      return partOf(refused, expected);
    }
  }

  private String export(ExportVerifier verifier, String name, String expected) throws IOException {
    try {
      return verify(ACME, verifier, name);
    } catch (StoreException refused) {
      return partOf(refused, expected);
    }
  }

  /// The part that was expected, or everything that was said instead.
  private static String partOf(StoreException refused, String expected) {
    String sentence = Objects.requireNonNull(refused.getMessage());
    return sentence.contains(expected) ? expected : sentence;
  }

  private String verify(String log, ExportVerifier verifier, String name) throws IOException {
    Path directory = root.resolve(name);
    copy(running.logs(), log, directory);
    return switch (verifier.verify(directory, _ -> {})) {
      case ExportVerdict.Verified _ -> "sound";
      case ExportVerdict.Failed(List<Finding> findings) -> {
        TreeSet<String> named = new TreeSet<>();
        findings.forEach(finding ->
            named.add(
                finding.kind().code()
                    + (finding.index().isPresent()
                        ? " " + finding.index().getAsLong() + "+" + finding.entries()
                        : "")));
        yield String.join(", ", named);
      }
    };
  }

  /// As `ledger export` does over HTTP.
  private static void copy(LogSource logs, String log, Path directory) throws IOException {
    List<SignedNote> earlier = logs.checkpointsBeyond(log, 0, 1_000);
    SignedNote newest = logs.checkpoint(log).orElseThrow();
    long size = Checkpoint.parse(newest.text()).head().size();
    try (ExportWriter writer = new ExportWriter(directory)) {
      for (long first = 0; first < size; first += HashTile.HASHES_MAX) {
        long tile = first / HashTile.HASHES_MAX;
        int width = (int) Math.min(HashTile.HASHES_MAX, size - first);
        List<byte[]> entries =
            EntryBundle.decode(logs.tile(log, new TilePath.Entries(tile, width)).orElseThrow());
        HashTile hashes =
            HashTile.decode(logs.tile(log, new TilePath.Hashes(0, tile, width)).orElseThrow());
        for (int i = 0; i < width; i++) {
          writer.append(entries.get(i), hashes.hashes().get(i));
        }
      }
      for (SignedNote note : earlier) {
        writer.appendEarlier(note);
      }
      writer.finishAsServed(newest, TrustedKeys.of(logs.verifier(log)));
    }
  }
}
