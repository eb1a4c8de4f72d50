package dev.phaseledger.bench;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;

/// What a log of one tenant really holds, read from the table and not from any node: against what
/// callers were told.
///
/// @param acknowledged decisions that callers were told of
/// @param recorded decisions in the log
/// @param lost acknowledged and not recorded
/// @param doubled recorded more than once
/// @param gapless whether positions and log indices run without a gap
/// @param treeMatches whether the tree over the bytes is the one that the log states
record LogAudit(
    long entries,
    long acknowledged,
    long recorded,
    long lost,
    long doubled,
    boolean gapless,
    boolean treeMatches) {

  private static final int FETCH_ROWS = 1_000;

  private static final String ENTRIES =
      "SELECT position, index, entry FROM ledger.entry ORDER BY position";

  private static final String ROOT = "SELECT size, root FROM ledger.log WHERE tenant = ?";

  static LogAudit of(ScratchDatabase database, TenantId tenant, Set<String> acknowledged) {
    try (Connection connection = database.connect()) {
      connection.setAutoCommit(false);
      TreeFrontier tree = TreeFrontier.EMPTY;
      Set<String> seen = new HashSet<>();
      long recorded = 0;
      boolean gapless = true;
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(FETCH_ROWS);
        try (ResultSet rows = statement.executeQuery(ENTRIES)) {
          while (rows.next()) {
            gapless &= rows.getLong(1) == tree.size() + 1 && rows.getLong(2) == tree.size();
            byte[] entry = rows.getBytes(3);
            if (EntryCodec.decode(entry, rows.getLong(1), rows.getLong(2)).event()
                instanceof DispatchDecided decided) {
              recorded++;
              seen.add(decided.request().id().value());
            }
            tree = tree.append(TreeHashing.leaf(entry));
          }
        }
      }
      long lost = acknowledged.stream().filter(id -> !seen.contains(id)).count();
      return new LogAudit(
          tree.size(),
          acknowledged.size(),
          recorded,
          lost,
          recorded - seen.size(),
          gapless,
          matches(connection, tenant, tree));
    } catch (SQLException e) {
      throw new StoreException("auditing the log", e);
    }
  }

  private static boolean matches(Connection connection, TenantId tenant, TreeFrontier tree)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ROOT)) {
      statement.setString(1, tenant.value());
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            && row.getLong(1) == tree.size()
            && Sha256Hash.of(row.getBytes(2)).equals(tree.root());
      }
    }
  }

  /// Whether everything that was acknowledged is recorded, once and provably.
  boolean sound() {
    return lost == 0 && doubled == 0 && recorded == acknowledged && gapless && treeMatches;
  }

  String sentence() {
    return ("audit: %,d decisions acknowledged, %,d recorded, %,d lost, %,d doubled; positions and"
            + " indices of %,d entries %s; the tree over them %s the one stated")
        .formatted(
            acknowledged,
            recorded,
            lost,
            doubled,
            entries,
            gapless ? "have no gap" : "HAVE GAPS",
            treeMatches ? "is" : "IS NOT");
  }

  Fields json() {
    return Fields.with("entries", Num.of(entries))
        .put("acknowledged", acknowledged)
        .put("recorded", recorded)
        .put("lost", lost)
        .put("doubled", doubled)
        .put("gapless", Bool.of(gapless))
        .put("treeMatches", Bool.of(treeMatches))
        .build();
  }
}
