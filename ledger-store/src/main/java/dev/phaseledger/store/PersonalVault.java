package dev.phaseledger.store;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.append.SealedValue;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.personal.OpenedValue;
import dev.phaseledger.api.personal.Sealing;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;

/// Personal values on PostgreSQL.
///
/// A value's salt is a keyed digest of dispatch, place and value under its subject's key. So a
/// repeated request has equal digests without anything being remembered, equal values of different
/// dispatches cannot be told to be equal, and once the key is gone nobody can try values out.
public final class PersonalVault implements Vault {

  private static final String SALT = "salt";
  private static final String REPEAT = "repeat";

  private static final String VALUES =
      """
      SELECT value.digest, value.subject, value.generation, value.ciphertext, key.wrapped, erasure.position
        FROM ledger.personal AS value
        LEFT JOIN ledger.subject_key AS key
          ON key.tenant = value.tenant AND key.subject = value.subject
         AND key.generation = value.generation
        LEFT JOIN ledger.entry AS erasure
          ON erasure.tenant = value.tenant AND erasure.stream = 'subject/' || value.subject
         AND erasure.sequence = value.generation
       WHERE value.tenant = ? AND value.digest = ANY (?)
      """;

  // Carries arrays between two methods; nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  private record Row(
      SubjectId subject,
      long generation,
      byte[] ciphertext,
      Optional<byte[]> wrapped,
      Optional<Long> erasedAt) {}

  private final Sql sql;
  private final SubjectKeys keys;

  private PersonalVault(Sql sql, SubjectKeys keys) {
    this.sql = sql;
    this.keys = keys;
  }

  /// Checks that the key is the one that the database's keys were wrapped under.
  ///
  /// @param connections a pool that acts as [LedgerSchema#WRITER_ROLE], in autocommit mode
  /// @throws StoreException if the database's keys were wrapped under another key
  public static PersonalVault open(DataSource connections, KeyEncryptionKey wrapping) {
    Sql sql = new Sql(connections);
    SubjectKeys keys = new SubjectKeys(sql, wrapping);
    keys.check();
    return new PersonalVault(sql, keys);
  }

  @Override
  public Sealing seal(TenantId tenant, DispatchRequest request, Optional<Digest> asked) {
    SortedMap<SubjectId, SubjectKeys.Key> bySubject = new TreeMap<>();
    Map<JsonPointer, JsonValue> digests = new TreeMap<>();
    List<SealedValue> values = new ArrayList<>();
    request
        .personal()
        .forEach((pointer, subject) -> {
          SubjectKeys.Key key =
              bySubject.computeIfAbsent(subject, wanted -> keys.current(tenant, wanted));
          SealedValue value = sealed(tenant, request, pointer, subject, key);
          digests.put(pointer, new JsonValue.Text(value.digest().value()));
          values.add(value);
        });
    List<Guard> guards =
        bySubject.entrySet().stream()
            .map(entry -> guard(tenant, entry.getKey(), entry.getValue().generation()))
            .toList();
    return new Sealing(
        request.withPersonalValues(digests),
        values,
        guards,
        asked.map(digest -> keyed(digest, bySubject)));
  }

  private static SealedValue sealed(
      TenantId tenant,
      DispatchRequest request,
      JsonPointer pointer,
      SubjectId subject,
      SubjectKeys.Key key) {
    byte[] value = Json.bytes(request.personalValue(pointer));
    Digest digest = digest(salt(key.cipher(), request.id(), pointer, value), value);
    byte[] ciphertext =
        key.cipher().encrypt(value, context(tenant, subject, key.generation(), digest));
    return new SealedValue(subject, key.generation(), digest, ciphertext);
  }

  /// Needs the keys of all subjects: without one of them, no request can be tried out.
  private static Digest keyed(Digest asked, SortedMap<SubjectId, SubjectKeys.Key> bySubject) {
    byte[] bound = asked.value().getBytes(StandardCharsets.UTF_8);
    for (SubjectKeys.Key key : bySubject.values()) {
      bound = key.cipher().mac(REPEAT, bound);
    }
    return Digest.of(bound);
  }

  @Override
  public List<OpenedValue> open(TenantId tenant, DispatchRequest recorded) {
    if (recorded.personal().isEmpty()) {
      return List.of();
    }
    Map<JsonPointer, Digest> digests = new TreeMap<>();
    for (JsonPointer pointer : recorded.personal().keySet()) {
      if (!(recorded.personalValue(pointer) instanceof JsonValue.Text(String digest))) {
        throw new IllegalArgumentException(recorded.id() + " is not in its recorded form");
      }
      digests.put(pointer, new Digest(digest));
    }
    Map<Digest, Row> rows = read(tenant, digests.values().toArray(Digest[]::new));
    List<OpenedValue> opened = new ArrayList<>();
    digests.forEach((pointer, digest) -> {
      Row row = rows.get(digest);
      if (row == null || !row.subject().equals(recorded.personal().get(pointer))) {
        throw new StoreException(
            "the value of %s at %s is not kept".formatted(recorded.id(), pointer));
      }
      opened.add(opened(tenant, recorded.id(), pointer, digest, row));
    });
    return List.copyOf(opened);
  }

  private OpenedValue opened(
      TenantId tenant, DispatchId dispatch, JsonPointer pointer, Digest digest, Row row) {
    SubjectId subject = row.subject();
    if (row.wrapped().isEmpty()) {
      long position =
          row.erasedAt()
              .orElseThrow(() ->
                  new StoreException(
                      "subject %s has lost its key without an erasure".formatted(subject)));
      return new OpenedValue.Erased(pointer, subject, digest, position);
    }
    SubjectCipher cipher = keys.unwrap(tenant, subject, row.generation(), row.wrapped().get());
    byte[] value =
        cipher
            .decrypt(row.ciphertext(), context(tenant, subject, row.generation(), digest))
            .orElseThrow(() -> damaged(dispatch, pointer));
    byte[] salt = salt(cipher, dispatch, pointer, value);
    if (!digest(salt, value).equals(digest)) {
      throw damaged(dispatch, pointer);
    }
    return new OpenedValue.Known(
        pointer,
        subject,
        digest,
        Json.parse(value),
        HexFormat.of().formatHex(salt),
        guard(tenant, subject, row.generation()));
  }

  @Override
  public boolean holds(TenantId tenant, SubjectId subject) {
    return keys.holds(tenant, subject);
  }

  private Map<Digest, Row> read(TenantId tenant, Digest[] digests) {
    return sql.query(
        "personal data",
        VALUES,
        statement -> {
          String[] wanted = new String[digests.length];
          for (int i = 0; i < wanted.length; i++) {
            wanted[i] = digests[i].value();
          }
          statement.setString(1, tenant.value());
          statement.setArray(2, statement.getConnection().createArrayOf("text", wanted));
        },
        PersonalVault::rows);
  }

  private static Map<Digest, Row> rows(ResultSet rows) throws SQLException {
    Map<Digest, Row> found = new HashMap<>();
    while (rows.next()) {
      long position = rows.getLong(6);
      found.put(
          new Digest(rows.getString(1)),
          new Row(
              new SubjectId(rows.getString(2)),
              rows.getLong(3),
              rows.getBytes(4),
              Optional.ofNullable(rows.getBytes(5)),
              position == 0 ? Optional.empty() : Optional.of(position)));
    }
    return found;
  }

  private static StoreException damaged(DispatchId dispatch, JsonPointer pointer) {
    return new StoreException("the value of %s at %s is damaged".formatted(dispatch, pointer));
  }

  private static Guard guard(TenantId tenant, SubjectId subject, long generation) {
    return new Guard(StreamId.subject(tenant, subject), generation - 1);
  }

  private static byte[] salt(
      SubjectCipher cipher, DispatchId dispatch, JsonPointer pointer, byte[] value) {
    byte[] place = "%s\n%s\n".formatted(dispatch, pointer).getBytes(StandardCharsets.UTF_8);
    return cipher.mac(SALT, place, value);
  }

  private static Digest digest(byte[] salt, byte[] value) {
    var salted = new ByteArrayOutputStream(salt.length + value.length);
    salted.writeBytes(salt);
    salted.writeBytes(value);
    return Digest.of(salted.toByteArray());
  }

  private static String context(
      TenantId tenant, SubjectId subject, long generation, Digest digest) {
    return "personal value\n%s\n%s\n%d\n%s".formatted(tenant, subject, generation, digest);
  }
}
