package dev.phaseledger.query.audit;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.query.AuthorityView.Because;
import dev.phaseledger.query.dispatches.Sentences;
import dev.phaseledger.query.reading.LogEntries;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Reads the entries from which on who may do what could differ.
@Component
final class AuthorityEntries {

  /// Entries that one answer is folded from, at most. Contracts that have ended do not count.
  static final int ENTRIES_MAX = 5_000;

  /// Rows that are looked at to find them, at most.
  private static final int ROWS_MAX = 200_000;

  private static final String ROWS =
      """
      SELECT position, log_index, type, contract_id
      FROM projection.entries
      WHERE tenant = ? AND authority AND position <= ?
      """;

  private static final String OF_AGENT =
      ROWS
          + """
          AND agent_id = ?
          ORDER BY position
          LIMIT ?
          """;

  /// By agent too, which the index needs: a contract has one holder for ever.
  private static final String OF_CONTRACT =
      ROWS
          + """
          AND agent_id = (
            SELECT agent_id FROM projection.contracts WHERE tenant = ? AND contract_id = ?)
          AND contract_id = ?
          ORDER BY position
          LIMIT ?
          """;

  private static final String OF_TENANT =
      ROWS
          + """
          AND agent_id IS NULL
          ORDER BY position DESC
          LIMIT 1
          """;

  private static final Set<String> ENDS = Set.of("contract.ended", "contract.revoked");

  private record Row(long position, long index, String type, Optional<String> contract) {}

  private final JdbcClient jdbc;
  private final LogEntries log;

  AuthorityEntries(JdbcClient jdbc, LogEntries log) {
    this.jdbc = jdbc;
    this.log = log;
  }

  /// Those of an agent and of its contracts that have not ended, in the order of the log.
  List<RecordedEvent> ofAgent(TenantId tenant, AgentId agent, long upTo) {
    List<Row> rows =
        jdbc.sql(OF_AGENT)
            .params(tenant.value(), upTo, agent.value(), ROWS_MAX + 1)
            .query(AuthorityEntries::row)
            .list();
    requireFew(rows.size(), ROWS_MAX);
    Set<String> ended = new HashSet<>();
    rows.stream()
        .filter(row -> ENDS.contains(row.type()))
        .forEach(row -> row.contract().ifPresent(ended::add));
    return read(
        tenant,
        rows.stream().filter(row -> row.contract().filter(ended::contains).isEmpty()).toList());
  }

  /// Those of a contract, in the order of the log.
  List<RecordedEvent> ofContract(TenantId tenant, ContractId contract, long upTo) {
    return read(
        tenant,
        jdbc.sql(OF_CONTRACT)
            .params(
                tenant.value(),
                upTo,
                tenant.value(),
                contract.value(),
                contract.value(),
                ENTRIES_MAX + 1)
            .query(AuthorityEntries::row)
            .list());
  }

  /// The last entry that halted the tenant or resumed its work.
  Optional<RecordedEvent> halt(TenantId tenant, long upTo) {
    return read(
            tenant,
            jdbc.sql(OF_TENANT).params(tenant.value(), upTo).query(AuthorityEntries::row).list())
        .stream()
        .findFirst();
  }

  /// Entries as reasons, each once, in the order of the log.
  static List<Because> because(Collection<RecordedEvent> entries) {
    return entries.stream()
        .distinct()
        .sorted(Comparator.comparingLong(RecordedEvent::position))
        .map(entry ->
            new Because(
                entry.position(),
                entry.index(),
                entry.time(),
                EntryProjection.type(EventCodec.typeOf(entry.event())),
                Sentences.of(entry)))
        .toList();
  }

  private List<RecordedEvent> read(TenantId tenant, List<Row> rows) {
    requireFew(rows.size(), ENTRIES_MAX);
    Map<Long, byte[]> entries =
        log.read(tenant, rows.stream().map(Row::index).collect(Collectors.toSet()));
    return rows.stream().map(row -> decoded(tenant, row, entries)).toList();
  }

  private static RecordedEvent decoded(TenantId tenant, Row row, Map<Long, byte[]> entries) {
    byte[] entry = entries.get(row.index());
    if (entry == null) {
      throw new IllegalStateException(
          "tenant %s has no entry %d, which its view names".formatted(tenant, row.index()));
    }
    return EntryCodec.decode(entry, row.position(), row.index());
  }

  private static void requireFew(int rows, int max) {
    if (rows > max) {
      throw new InvalidFieldException(
          "asOf", "would be folded from more than %,d entries".formatted(max));
    }
  }

  private static Row row(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    return new Row(
        row.getLong("position"),
        row.getLong("log_index"),
        row.getString("type"),
        Optional.ofNullable(row.getString("contract_id")));
  }
}
