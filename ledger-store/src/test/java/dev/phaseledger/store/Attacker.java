package dev.phaseledger.store;

import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.testsupport.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Somebody who is a superuser of the database, knows its layout, and lacks nothing but the key
/// that signs checkpoints.
record Attacker(PostgresExtension postgres) {

  /// An entry without its place: that is where it stands in the list.
  // Only carries the bytes: nobody compares two of them.
  @SuppressWarnings("ArrayRecordComponent")
  record Row(String tenant, String stream, long sequence, byte[] entry) {

    Row with(byte[] other) {
      return new Row(tenant, stream, sequence, other);
    }

    /// The same for another tenant: everything but the column that says whose it is.
    Row in(String other) {
      return new Row(other, stream, sequence, entry);
    }
  }

  /// What of the tree is made to fit the changed entries, beside their own hashes.
  enum Care {
    /// Hashes of subtrees only: a start compares the end of each log with its checkpoint.
    NODES,
    /// Subtrees, frontiers, sizes and the head; checkpoints that now commit to too much are gone.
    EVERYTHING
  }

  /// Runs SQL with triggers off and without the constraint that ties an entry to its hash.
  void naively(String sql) {
    postgres.tamper("ALTER TABLE ledger.entry DROP CONSTRAINT IF EXISTS entry_check;" + sql);
  }

  /// Runs SQL with triggers off; they are on again afterwards.
  void quietly(String sql) {
    postgres.tamper(sql);
  }

  /// Changes the list of all entries and writes everything anew so that it fits together again.
  void carefully(Care care, Consumer<List<Row>> change) {
    List<Row> rows = read();
    change.accept(rows);
    Map<String, TreeFrontier> trees = new TreeMap<>();
    StringBuilder sql = new StringBuilder("DELETE FROM ledger.entry; DELETE FROM ledger.node;");
    int position = 0;
    for (Row row : rows) {
      position++;
      TreeFrontier tree = trees.getOrDefault(row.tenant(), TreeFrontier.EMPTY);
      Sha256Hash leaf = TreeHashing.leaf(row.entry());
      sql.append(
          "INSERT INTO ledger.entry VALUES (%d, '%s', %d, '%s', %d, '%s', '%s');"
              .formatted(
                  position,
                  row.tenant(),
                  tree.size(),
                  row.stream(),
                  row.sequence(),
                  hex(row.entry()),
                  hex(leaf.toBytes())));
      trees.put(
          row.tenant(),
          tree.append(
              leaf,
              (subtree, hash) -> {
                if (TileLevels.isStored(subtree)) {
                  sql.append(
                      "INSERT INTO ledger.node VALUES ('%s', %d, %d, '%s');"
                          .formatted(
                              row.tenant(),
                              TileLevels.tileLevel(subtree),
                              subtree.index(),
                              hex(hash.toBytes())));
                }
              }));
    }
    if (care == Care.EVERYTHING) {
      sql.append("UPDATE ledger.head SET position = %d;".formatted(position));
      trees.forEach((tenant, tree) ->
          sql.append(
              """
              UPDATE ledger.log SET size = %2$d, frontier = '%3$s', root = '%4$s' WHERE tenant = '%1$s';
              DELETE FROM ledger.checkpoint WHERE tenant = '%1$s' AND size > %2$d;
              """
                  .formatted(tenant, tree.size(), hex(tree.encode()), hex(tree.root().toBytes()))));
    }
    quietly(sql.toString());
  }

  private List<Row> read() {
    List<Row> rows = new ArrayList<>();
    try (Connection connection = postgres.administrator().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT tenant, stream, sequence, entry FROM ledger.entry ORDER BY position")) {
      while (found.next()) {
        rows.add(
            new Row(found.getString(1), found.getString(2), found.getLong(3), found.getBytes(4)));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return rows;
  }

  private static String hex(byte[] bytes) {
    return "\\x" + HexFormat.of().formatHex(bytes);
  }
}
