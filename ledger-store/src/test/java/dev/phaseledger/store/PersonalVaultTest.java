package dev.phaseledger.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.api.personal.OpenedValue;
import dev.phaseledger.api.personal.Sealing;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.testsupport.PostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PersonalVaultTest {

  @RegisterExtension static final PostgresExtension POSTGRES = new PostgresExtension();

  private static final JsonPointer NAME = JsonPointer.parse("/parameters/name");
  private static final JsonPointer PET = JsonPointer.parse("/parameters/pets/1");
  private static final AtomicInteger COUNT = new AtomicInteger();

  @TempDir private static Path data;
  private static LedgerEngine here;
  private static LedgerEngine there;
  private static PersonalVault vault;

  @BeforeAll
  static void open() {
    here = LedgerEngine.open(TestNode.config(POSTGRES, data, List.of()));
    there = LedgerEngine.open(TestNode.config(POSTGRES, data, List.of()));
    vault = PersonalVault.open(POSTGRES.pool(), KeyEncryptionKey.loadOrCreate(data));
  }

  @AfterAll
  static void close() {
    here.close();
    there.close();
  }

  private static DispatchRequest request(String dispatch, String subject) {
    return new DispatchRequest(
            new DispatchId(dispatch),
            "act",
            List.of(),
            (Fields) Json.parse("{\"name\":\"Jane\",\"pets\":[1,{\"cat\":2.50}],\"n\":1}"),
            "needed",
            Map.of(),
            Set.of(),
            0,
            false,
            Optional.empty(),
            Optional.empty())
        .with(Map.of(NAME, new SubjectId(subject), PET, new SubjectId(subject)));
  }

  private static Sealing seal(DispatchRequest request) {
    return vault.seal(Samples.TENANT, request, Optional.of(Digest.of("body")));
  }

  private static void append(LedgerEngine engine, Sealing sealing) {
    AppendScope scope = Samples.scope();
    sealing.values().forEach(scope::seal);
    sealing.guards().forEach(scope::guard);
    engine.append(scope, List.of(Samples.onContract("c" + COUNT.incrementAndGet(), 0)));
  }

  private static long erase(LedgerEngine engine, String subject, long sequence) {
    var id = new SubjectId(subject);
    var event =
        new NewEvent(
            StreamId.subject(Samples.TENANT, id), sequence, new SubjectErased(id, "asked"));
    return engine.append(Samples.scope(), List.of(event)).getFirst().position();
  }

  @Test
  void sealsEqualRequestsEquallyAndEqualValuesOfOthersDifferently() {
    Sealing first = seal(request("same", "s-equal"));
    Sealing again = seal(request("same", "s-equal"));
    assertThat(again.recorded()).isEqualTo(first.recorded());
    assertThat(again.repeat()).isEqualTo(first.repeat());
    assertThat(first.repeat()).isNotEqualTo(Optional.of(Digest.of("body")));
    assertThat(first.recorded().sealed()).isTrue();
    assertThat(seal(request("other", "s-equal")).recorded().personalValue(NAME))
        .isNotEqualTo(first.recorded().personalValue(NAME));
    assertThat(seal(request("same", "s-equal2")).recorded().personalValue(NAME))
        .isNotEqualTo(first.recorded().personalValue(NAME));
    assertThat(first.values().getFirst().ciphertext())
        .isNotEqualTo(again.values().getFirst().ciphertext());
  }

  @Test
  void opensWhatIsOnRecordForItsTenantOnly() {
    Sealing sealing = seal(request("opened", "s-open"));
    assertThatThrownBy(() -> vault.open(Samples.TENANT, sealing.recorded()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is not kept");
    append(here, sealing);
    List<OpenedValue> opened = vault.open(Samples.TENANT, sealing.recorded());
    assertThat(opened)
        .extracting(value -> ((OpenedValue.Known) value).value())
        .containsExactly(new JsonValue.Text("Jane"), Json.parse("{\"cat\":2.5}"));
    assertThat(opened.toString()).doesNotContain("Jane");
    assertThatThrownBy(() -> vault.open(new TenantId("other"), sealing.recorded()))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void erasesOnEveryNodeAtOnceAndNeverRecordsWithADestroyedKey() throws SQLException {
    Sealing before = seal(request("before", "s-gone"));
    append(here, before);
    Sealing late = seal(request("late", "s-gone"));
    long position = erase(there, "s-gone", 0);

    assertThat(vault.open(Samples.TENANT, before.recorded()))
        .allSatisfy(
            value -> assertThat(((OpenedValue.Erased) value).position()).isEqualTo(position));
    assertThat(vault.holds(Samples.TENANT, new SubjectId("s-gone"))).isFalse();
    assertThat(count("subject_key", "s-gone")).isZero();
    assertThatThrownBy(() -> append(here, late)).isInstanceOf(ConflictException.class);
    assertThat(count("personal", "s-gone")).isEqualTo(2);

    Sealing anew = seal(request("before", "s-gone"));
    assertThat(anew.recorded()).isNotEqualTo(before.recorded());
    append(here, anew);
    assertThat(vault.open(Samples.TENANT, anew.recorded()))
        .allSatisfy(value -> assertThat(value).isInstanceOf(OpenedValue.Known.class));
    erase(here, "s-gone", 1);
    assertThat(count("subject_key", "s-gone")).isZero();
  }

  @Test
  void keepsValuesOnlyWithTheirEntries() throws SQLException {
    Sealing sealing = seal(request("whole", "s-whole"));
    append(here, sealing);
    long before = here.position();
    // The same values once more: the database refuses them, and with them the entry.
    assertThatThrownBy(() -> append(here, sealing))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nothing was recorded");
    assertThat(here.position()).isEqualTo(before);
    append(here, seal(request("next", "s-whole")));
    assertThat(count("personal", "s-whole")).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM ledger.subject_key",
        "UPDATE ledger.subject_key SET wrapped = ''",
        "TRUNCATE ledger.subject_key",
        "UPDATE ledger.personal SET ciphertext = ''",
        "DELETE FROM ledger.personal",
        "TRUNCATE ledger.personal"
      })
  void letsNobodyChangeWhatIsKeptOrEraseWithoutARecord(String sql) {
    append(here, seal(request("kept-" + COUNT.incrementAndGet(), "s-kept")));
    for (String as :
        List.of("", "SET ROLE ledger_writer;", "SET session_replication_role=replica;")) {
      assertThatThrownBy(() -> POSTGRES.execute(as + sql))
          .as(as)
          .hasRootCauseInstanceOf(SQLException.class);
    }
    assertThatThrownBy(
            () -> POSTGRES.execute("SET ROLE ledger_reader; SELECT * FROM ledger.subject_key"))
        .hasStackTraceContaining("permission denied");
  }

  @Test
  void opensNoCiphertextInAnotherPlace() {
    Sealing one = seal(request("one", "s-moved"));
    Sealing two = seal(request("two", "s-moved"));
    append(here, one);
    append(here, two);
    POSTGRES.execute(
        "ALTER TABLE ledger.personal DISABLE TRIGGER ALL;"
            + " UPDATE ledger.personal SET ciphertext = (SELECT ciphertext FROM ledger.personal"
            + " WHERE digest = '%s') WHERE digest = '%s'; ALTER TABLE ledger.personal ENABLE ALWAYS TRIGGER kept"
                .formatted(one.values().getFirst().digest(), two.values().getFirst().digest()));
    assertThatThrownBy(() -> vault.open(Samples.TENANT, two.recorded()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is damaged");
  }

  @Test
  void doesNotStartWithAnotherKeyFile(@TempDir Path other) {
    seal(request("wrapped", "s-wrapped"));
    KeyEncryptionKey foreign = KeyEncryptionKey.loadOrCreate(other);
    assertThatThrownBy(() -> PersonalVault.open(POSTGRES.pool(), foreign))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("personal.key is not the one it was made with");
  }

  @Test
  void keepsTheKeyFileToItsOwner(@TempDir Path directory) throws IOException {
    KeyEncryptionKey.loadOrCreate(directory);
    Path file = directory.resolve(KeyEncryptionKey.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> KeyEncryptionKey.loadOrCreate(directory))
        .hasMessageContaining("is accessible to others");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "abcd");
    assertThatThrownBy(() -> KeyEncryptionKey.loadOrCreate(directory))
        .hasMessageContaining("is damaged");
  }

  private static long count(String table, String subject) throws SQLException {
    try (Connection connection = POSTGRES.pool().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM ledger.%s WHERE subject = '%s'".formatted(table, subject))) {
      row.next();
      return row.getLong(1);
    }
  }
}
