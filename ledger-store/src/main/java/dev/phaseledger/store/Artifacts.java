package dev.phaseledger.store;

import dev.phaseledger.api.DamagedRecordException;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.ArtifactStore;
import java.util.Optional;
import javax.sql.DataSource;

/// Artifacts in the database.
public final class Artifacts implements ArtifactStore {

  /// Size of an artifact, in bytes.
  public static final int ARTIFACT_BYTES_MAX = 16 * 1024 * 1024;

  private static final String STORE =
      """
      INSERT INTO ledger.artifact (tenant, digest, bytes)
      VALUES (?, ?, ?)
      ON CONFLICT (tenant, digest) DO NOTHING
      """;

  private static final String READ =
      """
      SELECT bytes
        FROM ledger.artifact
       WHERE tenant = ? AND digest = ?
      """;

  private final Sql sql;

  /// @param connections a pool that acts as [LedgerSchema#WRITER_ROLE], in autocommit mode
  public Artifacts(DataSource connections) {
    this.sql = new Sql(connections);
  }

  @Override
  public Digest store(TenantId tenant, byte[] bytes) {
    if (bytes.length > ARTIFACT_BYTES_MAX) {
      throw new InvalidFieldException(
          "artifact", "has %d bytes, at most %d".formatted(bytes.length, ARTIFACT_BYTES_MAX));
    }
    Digest digest = Digest.of(bytes);
    sql.update(
        "the artifact " + digest,
        STORE,
        statement -> {
          statement.setString(1, tenant.value());
          statement.setString(2, digest.value());
          statement.setBytes(3, bytes);
        });
    return digest;
  }

  @Override
  public Optional<byte[]> find(TenantId tenant, Digest digest) {
    Optional<byte[]> kept =
        sql.query(
            "the artifact " + digest,
            READ,
            statement -> {
              statement.setString(1, tenant.value());
              statement.setString(2, digest.value());
            },
            rows -> rows.next() ? Optional.of(rows.getBytes(1)) : Optional.empty());
    if (kept.map(Digest::of).filter(found -> !found.equals(digest)).isPresent()) {
      throw new DamagedRecordException(
          "the artifact kept as " + digest + " has another digest: it was altered");
    }
    return kept;
  }
}
