package dev.phaseledger.store;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHead;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.postgresql.PGConnection;

/// Writes a whole plan in one call, and so in one round trip.
///
/// The head moves by compare-and-set: if it is not where the plan was made, another node has
/// appended, and nothing at all is written. If it is, nobody has appended since what the plan was
/// checked against, and holding the head's row until commit keeps it so: the same as locking the
/// head first and checking then. The database checks by itself that the entries leave no gap
/// (`ledger.append`).
final class BatchStatement {

  private static final String WRITE =
      """
      SELECT ledger.append(
        ?,
        ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bytea[], ?::bytea[],
        ?::text[], ?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[], ?::text[],
        ?::bytea[], ?::bytea[], ?::bigint[], ?::integer[],
        ?::text[], ?::smallint[], ?::bigint[], ?::bytea[],
        ?),
        set_config('synchronous_commit', ?, true)
      """;

  private final PGConnection connection;
  private final PreparedStatement statement;
  private final LogKeys keys;
  private final Neighbours neighbours;

  /// Prepares the statement.
  ///
  /// @param neighbours who is told
  BatchStatement(Connection connection, LogKeys keys, Neighbours neighbours) throws SQLException {
    this.connection = connection.unwrap(PGConnection.class);
    this.statement = connection.prepareStatement(WRITE);
    this.keys = keys;
    this.neighbours = neighbours;
  }

  /// When what is committed is durable.
  enum Flush {
    /// When the commit is answered.
    WITH_COMMIT,
    /// After a later flush, see [Durability].
    LATER
  }

  /// Writes the plan within the connection's transaction, or as one of its own.
  ///
  /// @return whether the head was where the plan was made; if not, nothing was written
  boolean write(Plan plan, Flush flush) throws SQLException {
    int next = 1;
    statement.setLong(next++, plan.from());
    next = setEntries(next, plan);
    next = setLogs(next, plan);
    next = setClaims(next, plan.taken());
    next = setNodes(next, plan.nodes());
    statement.setString(next++, neighbours.sender());
    statement.setString(next, flush == Flush.LATER ? "off" : "on");
    try (ResultSet answer = statement.executeQuery()) {
      answer.next();
      return answer.getBoolean(1);
    }
  }

  private int setEntries(int first, Plan plan) throws SQLException {
    int count = plan.entries().size();
    String[] tenants = new String[count];
    long[] indices = new long[count];
    String[] streams = new String[count];
    long[] sequences = new long[count];
    byte[][] entries = new byte[count][];
    byte[][] hashes = new byte[count][];
    for (int i = 0; i < count; i++) {
      RecordedEvent entry = plan.entries().get(i);
      tenants[i] = entry.stream().tenant().value();
      indices[i] = entry.index();
      streams[i] = StreamName.of(entry.stream());
      sequences[i] = entry.sequence();
      entries[i] = plan.drafts().get(i).bytes();
      hashes[i] = plan.drafts().get(i).leafHash().toBytes();
    }
    int next = first;
    set(next++, "text", tenants);
    set(next++, "int8", indices);
    set(next++, "text", streams);
    set(next++, "int8", sequences);
    set(next++, "bytea", entries);
    set(next++, "bytea", hashes);
    return next;
  }

  private int setLogs(int first, Plan plan) throws SQLException {
    int count = plan.grown().size();
    String[] tenants = new String[count];
    long[] befores = new long[count];
    long[] sizes = new long[count];
    byte[][] frontiers = new byte[count][];
    byte[][] roots = new byte[count][];
    String[] notes = new String[count];
    int i = 0;
    for (Map.Entry<TenantId, TreeFrontier> log : plan.grown().entrySet()) {
      TreeHead head = log.getValue().head();
      tenants[i] = log.getKey().value();
      befores[i] = plan.sizeBefore(log.getKey());
      sizes[i] = head.size();
      frontiers[i] = log.getValue().encode();
      roots[i] = head.root().toBytes();
      notes[i] = keys.sign(log.getKey(), head, plan).toString();
      i++;
    }
    int next = first;
    set(next++, "text", tenants);
    set(next++, "int8", befores);
    set(next++, "int8", sizes);
    set(next++, "bytea", frontiers);
    set(next++, "bytea", roots);
    set(next++, "text", notes);
    return next;
  }

  private int setClaims(int first, List<Plan.Taken> taken) throws SQLException {
    int count = taken.size();
    byte[][] keys = new byte[count][];
    byte[][] requests = new byte[count][];
    long[] positions = new long[count];
    int[] counts = new int[count];
    for (int i = 0; i < count; i++) {
      Claim claim = taken.get(i).claim();
      keys[i] = ClaimKey.of(claim);
      requests[i] = ClaimKey.bytes(claim.request());
      positions[i] = taken.get(i).position();
      counts[i] = taken.get(i).count();
    }
    int next = first;
    set(next++, "bytea", keys);
    set(next++, "bytea", requests);
    set(next++, "int8", positions);
    set(next++, "int4", counts);
    return next;
  }

  private int setNodes(int first, List<Plan.Node> nodes) throws SQLException {
    int count = nodes.size();
    String[] tenants = new String[count];
    short[] levels = new short[count];
    long[] indices = new long[count];
    byte[][] hashes = new byte[count][];
    for (int i = 0; i < count; i++) {
      Plan.Node node = nodes.get(i);
      tenants[i] = node.tenant().value();
      levels[i] = (short) TileLevels.tileLevel(node.subtree());
      indices[i] = node.subtree().index();
      hashes[i] = node.hash().toBytes();
    }
    int next = first;
    set(next++, "text", tenants);
    set(next++, "int2", levels);
    set(next++, "int8", indices);
    set(next++, "bytea", hashes);
    return next;
  }

  /// The driver sends arrays of these types in binary form.
  private void set(int parameter, String type, Object array) throws SQLException {
    statement.setArray(parameter, connection.createArrayOf(type, array));
  }
}
