package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.testsupport.PostgresExtension;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/// A snapshot is believed only as this ledger wrote it, for the entry that it was written for.
final class SnapshotsTest {

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  @TempDir static Path keys;

  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(Snapshots.class);
  private LedgerEngine engine;
  private String name = "";

  /// The state is a text.
  private record Texts(String form) implements SnapshotCodec {
    @Override
    public byte[] encode(Object state) {
      return state.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object decode(byte[] state) {
      String text = new String(state, StandardCharsets.UTF_8);
      if (text.equals("unreadable")) {
        throw new InvalidFieldException("state", "cannot be read");
      }
      return text;
    }
  }

  @BeforeEach
  void open() {
    logged.start();
    logger.addAppender(logged);
    engine = open(keys, "text.v1");
    name = "c" + engine.position();
    engine.append(
        Samples.scope(),
        List.of(
            Samples.onContract(name, 0),
            Samples.onContract(name, 1),
            Samples.onContract(name, 2),
            Samples.onContract(name + "-other", 0),
            Samples.onContract(name + "-other", 1)));
  }

  @AfterEach
  void close() {
    logger.detachAppender(logged);
    engine.close();
  }

  private static LedgerEngine open(Path key, String form) {
    return open(key, Optional.of(new Texts(form)));
  }

  private static LedgerEngine open(Path key, Optional<SnapshotCodec> codec) {
    LedgerConfig plain = TestNode.config(POSTGRES, keys, List.of());
    return LedgerEngine.open(
        new LedgerConfig(
            plain.connections(),
            plain.reads(),
            SigningKeys.loadOrCreate(key, TestNode.ORIGIN),
            plain.dataDirectory(),
            plain.clock(),
            plain.ids(),
            plain.listeners(),
            codec,
            plain.restored()));
  }

  private void store(long sequence, String state) {
    engine.storeSnapshot(message(sequence, state));
  }

  private DomainEventMessage<?> message(long sequence, String state) {
    return new GenericDomainEventMessage<>("contract", stream().toString(), sequence, state);
  }

  private Optional<String> state() {
    return read().map(snapshot -> snapshot.getPayload().toString());
  }

  private StreamId stream() {
    return Samples.contract(name);
  }

  private Optional<DomainEventMessage<?>> read() {
    return engine.readSnapshot(stream().toString());
  }

  @Test
  void givesBackTheStateOfTheLatestSnapshot() {
    assertThat(read()).isEmpty();
    store(0, "first");
    store(1, "second");

    DomainEventMessage<?> snapshot = read().orElseThrow();
    assertThat(snapshot.getPayload()).isEqualTo("second");
    assertThat(snapshot.getSequenceNumber()).isEqualTo(1);
    assertThat(snapshot.getType()).isEqualTo("contract");
    assertThat(snapshot.getAggregateIdentifier()).isEqualTo(stream().toString());
    assertThat(logged.list).isEmpty();
  }

  @Test
  void isTheSameForEveryNodeThatHasTheKey() {
    store(1, "state");
    try (LedgerEngine other = open(keys, "text.v1")) {
      assertThat(other.readSnapshot(stream().toString()))
          .hasValueSatisfying(snapshot -> assertThat(snapshot.getPayload()).isEqualTo("state"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "another state        ~ UPDATE ledger.snapshot SET state = 'forged'                     ",
        "another sequence     ~ UPDATE ledger.snapshot SET sequence = 2                         ",
        "another seal         ~ UPDATE ledger.snapshot SET seal = sha256('guessed')             ",
        "another stream       ~ UPDATE ledger.snapshot SET stream = stream || '-other'          ",
        "no entry to stand for~ UPDATE ledger.snapshot SET sequence = 1000000                   ",
        "another entry        ~ UPDATE ledger.entry SET entry = entry || '\\x20'::bytea, leaf_hash = sha256('\\x00'::bytea || entry || '\\x20'::bytea)"
      })
  void ignoresOneThatSomebodyHasChangedAndNamesItsStream(String what, String sql) {
    store(1, "state");
    String scope = what.equals("another entry") ? " AND sequence = 1" : "";

    POSTGRES.tamper(sql + " WHERE stream = 'contract/" + name + "'" + scope);
    if (what.equals("another stream")) {
      name += "-other";
    }

    assertThat(read()).isEmpty();
    assertThat(logged.list)
        .singleElement()
        .satisfies(event -> {
          assertThat(event.getLevel()).isEqualTo(Level.WARN);
          assertThat(event.getFormattedMessage()).contains("snapshot ignored: stream=" + stream());
        });
  }

  @Test
  void replacesOneThatItDoesNotBelieve() {
    store(1, "state");
    POSTGRES.execute("UPDATE ledger.snapshot SET sequence = 1000000");
    store(2, "newer");

    assertThat(state()).hasValue("newer");
  }

  @Test
  void ignoresOneThatWasSealedWithAnotherKeyUntilItIsWrittenAnew(@TempDir Path otherKeys) {
    store(1, "state");
    SnapshotSeal other = SigningKeys.loadOrCreate(otherKeys, TestNode.ORIGIN).snapshotSeal();
    var elsewhere =
        new Snapshots(new Sql(POSTGRES.pool()), Optional.of(new Texts("text.v1")), other);

    assertThat(elsewhere.read(stream())).isEmpty();
    elsewhere.store(message(1, "rewritten"));
    assertThat(elsewhere.read(stream())).isPresent();
    assertThat(read()).isEmpty();
  }

  private SnapshotSeal.Subject subject(long sequence) {
    byte[] entry = new byte[] {1};
    return new SnapshotSeal.Subject(stream(), sequence, TreeHashing.leaf(entry), "text.v1");
  }

  @Test
  void ignoresAnotherFormWithoutASound() {
    store(1, "state");
    try (LedgerEngine later = open(keys, "text.v2")) {
      assertThat(later.readSnapshot(stream().toString())).isEmpty();
    }
    assertThat(logged.list).isEmpty();
  }

  @Test
  void ignoresAStateThatItCannotRead() {
    store(1, "unreadable");
    assertThat(read()).isEmpty();
    assertThat(logged.list)
        .singleElement()
        .satisfies(event ->
            assertThat(event.getFormattedMessage())
                .contains(stream().toString(), "cannot be read"));
  }

  @Test
  void keepsNoStateThatIsTooLarge() {
    store(1, "state");
    store(2, "x".repeat(Snapshots.STATE_BYTES_MAX + 1));

    assertThat(state()).hasValue("state");
    assertThat(logged.list).hasSize(1);
  }

  @Test
  void keepsNothingWithoutAForm() {
    try (LedgerEngine without = open(keys, Optional.empty())) {
      without.storeSnapshot(message(1, "state"));
    }
    assertThat(read()).isEmpty();
  }

  @Test
  void sealsEveryPartOfWhatASnapshotStandsFor() {
    SnapshotSeal seal = SigningKeys.loadOrCreate(keys, TestNode.ORIGIN).snapshotSeal();
    byte[] state = {1, 2, 3};
    SnapshotSeal.Subject subject = subject(1);
    byte[] sealed = seal.seal(subject, state);

    assertThat(seal.verifies(subject, state, sealed)).isTrue();
    assertThat(seal.verifies(subject, new byte[] {1, 2, 4}, sealed)).isFalse();
    List<UnaryOperator<SnapshotSeal.Subject>> changes =
        List.of(
            s -> new SnapshotSeal.Subject(Samples.contract("d"), s.sequence(), s.entry(), s.form()),
            s -> new SnapshotSeal.Subject(s.stream(), 2, s.entry(), s.form()),
            s ->
                new SnapshotSeal.Subject(
                    s.stream(), s.sequence(), TreeHashing.leaf(new byte[] {2}), s.form()),
            s -> new SnapshotSeal.Subject(s.stream(), s.sequence(), s.entry(), "text.v2"));
    assertThat(changes)
        .allSatisfy(
            change -> assertThat(seal.verifies(change.apply(subject), state, sealed)).isFalse());
  }
}
