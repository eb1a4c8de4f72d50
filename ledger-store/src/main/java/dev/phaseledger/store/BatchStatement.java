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

/// Writes a whole plan in one statement, and so in one round trip.
///
/// The head moves by compare-and-set: if it is not where the plan was made, another node has
/// appended, and the statement writes nothing at all. If it is, nobody has appended since what the
/// plan was checked against, and holding the head's row until commit keeps it so: the same as
/// locking the head first and checking then. The database checks by itself that what the head
/// passes over is complete (`ledger.check_head`).
final class BatchStatement {

  private static final String WRITE =
      """
      WITH moved AS (
        UPDATE ledger.head SET position = ? WHERE position = ? RETURNING position
      ), written AS (
        INSERT INTO ledger.entry (position, tenant, index, stream, sequence, entry, leaf_hash)
        SELECT t.* FROM moved, unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::bigint[], ?::bytea[], ?::bytea[]) AS t
      ), grown AS (
        INSERT INTO ledger.log AS log (tenant, size, frontier, root)
        SELECT t.* FROM moved, unnest(?::text[], ?::bigint[], ?::bytea[], ?::bytea[]) AS t
        ON CONFLICT (tenant) DO UPDATE SET size = excluded.size, frontier = excluded.frontier, root = excluded.root
      ), signed AS (
        INSERT INTO ledger.checkpoint (tenant, size, note)
        SELECT t.* FROM moved, unnest(?::text[], ?::bigint[], ?::text[]) AS t
      ), claimed AS (
        INSERT INTO ledger.claim (tenant, scope, key, request, position, count)
        SELECT t.* FROM moved, unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::integer[]) AS t
      ), hashed AS (
        INSERT INTO ledger.node (tenant, level, index, hash)
        SELECT t.* FROM moved, unnest(?::text[], ?::smallint[], ?::bigint[], ?::bytea[]) AS t
      )
      SELECT position, pg_notify('ledger', ?) FROM moved
      """;

  private final PGConnection connection;
  private final PreparedStatement statement;
  private final LogKeys keys;
  private final String node;

  /// Prepares the statement.
  ///
  /// @param node what the node signs its wake-ups with
  BatchStatement(Connection connection, LogKeys keys, String node) throws SQLException {
    this.connection = connection.unwrap(PGConnection.class);
    this.statement = connection.prepareStatement(WRITE);
    this.keys = keys;
    this.node = node;
  }

  /// Writes the plan within the connection's transaction, or as one of its own.
  ///
  /// @return whether the head was where the plan was made; if not, nothing was written
  boolean write(Plan plan) throws SQLException {
    int next = 1;
    statement.setLong(next++, plan.to());
    statement.setLong(next++, plan.from());
    next = setEntries(next, plan);
    next = setLogs(next, plan);
    next = setClaims(next, plan.taken());
    next = setNodes(next, plan.nodes());
    statement.setString(next, node);
    try (ResultSet moved = statement.executeQuery()) {
      return moved.next();
    }
  }

  private int setEntries(int first, Plan plan) throws SQLException {
    int count = plan.entries().size();
    long[] positions = new long[count];
    String[] tenants = new String[count];
    long[] indices = new long[count];
    String[] streams = new String[count];
    long[] sequences = new long[count];
    byte[][] entries = new byte[count][];
    byte[][] hashes = new byte[count][];
    for (int i = 0; i < count; i++) {
      RecordedEvent entry = plan.entries().get(i);
      positions[i] = entry.position();
      tenants[i] = entry.stream().tenant().value();
      indices[i] = entry.index();
      streams[i] = StreamName.of(entry.stream());
      sequences[i] = entry.sequence();
      entries[i] = plan.drafts().get(i).bytes();
      hashes[i] = plan.drafts().get(i).leafHash().toBytes();
    }
    int next = first;
    set(next++, "int8", positions);
    set(next++, "text", tenants);
    set(next++, "int8", indices);
    set(next++, "text", streams);
    set(next++, "int8", sequences);
    set(next++, "bytea", entries);
    set(next++, "bytea", hashes);
    return next;
  }

  private int setLogs(int first, Plan plan) throws SQLException {
    Map<TenantId, TreeFrontier> grown = plan.grown();
    int count = grown.size();
    String[] tenants = new String[count];
    long[] sizes = new long[count];
    byte[][] frontiers = new byte[count][];
    byte[][] roots = new byte[count][];
    String[] notes = new String[count];
    int i = 0;
    for (Map.Entry<TenantId, TreeFrontier> log : grown.entrySet()) {
      TreeHead head = log.getValue().head();
      tenants[i] = log.getKey().value();
      sizes[i] = head.size();
      frontiers[i] = log.getValue().encode();
      roots[i] = head.root().toBytes();
      notes[i] = keys.sign(log.getKey(), head, plan).toString();
      i++;
    }
    int next = first;
    set(next++, "text", tenants);
    set(next++, "int8", sizes);
    set(next++, "bytea", frontiers);
    set(next++, "bytea", roots);
    set(next++, "text", tenants);
    set(next++, "int8", sizes);
    set(next++, "text", notes);
    return next;
  }

  private int setClaims(int first, List<Plan.Taken> taken) throws SQLException {
    int count = taken.size();
    String[][] texts = new String[4][count];
    long[] positions = new long[count];
    int[] counts = new int[count];
    for (int i = 0; i < count; i++) {
      Claim claim = taken.get(i).claim();
      texts[0][i] = claim.tenant().value();
      texts[1][i] = claim.scope();
      texts[2][i] = claim.key();
      texts[3][i] = claim.request().value();
      positions[i] = taken.get(i).position();
      counts[i] = taken.get(i).count();
    }
    int next = first;
    for (String[] column : texts) {
      set(next++, "text", column);
    }
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
