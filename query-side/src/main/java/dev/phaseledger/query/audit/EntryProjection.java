package dev.phaseledger.query.audit;

import static dev.phaseledger.query.projection.Column.flags;
import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.longsOrNone;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import dev.phaseledger.query.reading.Moments;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps what every entry can be found by.
@Component
final class EntryProjection implements Projection {

  /// Kinds of values of which an entry may have several.
  static final String INVARIANT = "i";

  static final String EVIDENCE = "e";
  static final String RESOURCE = "r";

  /// What asked for approval.
  static final String GATE = "g";

  private static final String ENTRY =
      """
      INSERT INTO projection.entries
        (tenant, position, log_index, at_nanos, type, actor, on_behalf_of, agent_id, contract_id,
          dispatch_id, action, verdict, phase, policy, run, authority, words,
          resources, oldest_fact_ms)
      SELECT tenant, position, log_index, at_nanos, type, actor, on_behalf_of, agent_id,
        contract_id, dispatch_id, action, verdict, phase, policy, run, authority,
        CASE WHEN words = '' THEN NULL ELSE to_tsvector('simple', words) END,
        CASE WHEN resources = '' THEN NULL ELSE string_to_array(resources, chr(10)) END,
        oldest_fact_ms
      FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        AS recorded (tenant, position, log_index, at_nanos, type, actor, on_behalf_of, agent_id,
          contract_id, dispatch_id, action, verdict, phase, policy, run, authority, words,
          resources, oldest_fact_ms)
      """;

  private static final String MARK =
      """
      INSERT INTO projection.entry_marks (tenant, kind, value, position)
      SELECT tenant, CAST(kind AS "char"), value, position
      FROM unnest(?, ?, ?, ?) AS marked (tenant, kind, value, position)
      """;

  private static final String HOLDERS =
      """
      SELECT contracts.tenant, contracts.contract_id, contracts.agent_id
      FROM unnest(?, ?) AS asked (tenant, contract_id)
      JOIN projection.contracts AS contracts
        ON contracts.tenant = asked.tenant AND contracts.contract_id = asked.contract_id
      """;

  private static final List<String> CLEAR =
      List.of("TRUNCATE projection.entries", "TRUNCATE projection.entry_marks");

  private record Row(PlacedEvent placed, Facets facets) {}

  private record Mark(String tenant, String kind, String value, long position) {}

  private record Contract(String tenant, String contract) {}

  private final JdbcTemplate jdbc;
  private final EntryStretches stretches;

  EntryProjection(JdbcTemplate jdbc, EntryStretches stretches) {
    this.jdbc = jdbc;
    this.stretches = stretches;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    List<Row> rows =
        events.stream().map(placed -> new Row(placed, FacetReader.of(placed.event()))).toList();
    nameHolders(rows);
    write(rows);
    mark(rows);
    for (Row row : rows) {
      stretches.add(row.placed(), row.facets());
    }
    stretches.write();
  }

  @Override
  public void clear() {
    CLEAR.forEach(jdbc::execute);
    stretches.clear();
  }

  /// What happened under a contract is about the agent that holds it, also where the event does not
  /// say so. Contracts of this batch may not be in their table yet.
  private void nameHolders(List<Row> rows) {
    Map<Contract, String> holders = new HashMap<>();
    Set<Contract> unknown = new LinkedHashSet<>();
    for (Row row : rows) {
      Contract contract = contract(row);
      if (row.placed().event() instanceof ContractIssued issued) {
        holders.put(contract, issued.terms().agent().value());
      } else if (row.facets().contract != null
          && row.facets().agent == null
          && !holders.containsKey(contract)) {
        unknown.add(contract);
      }
    }
    if (!unknown.isEmpty()) {
      List<Contract> asked = List.copyOf(unknown);
      jdbc.query(
          HOLDERS,
          statement ->
              Column.set(
                  statement, texts(asked, Contract::tenant), texts(asked, Contract::contract)),
          found -> {
            holders.put(
                new Contract(found.getString("tenant"), found.getString("contract_id")),
                found.getString("agent_id"));
          });
    }
    for (Row row : rows) {
      if (row.facets().contract != null && row.facets().agent == null) {
        row.facets().agent = holders.get(contract(row));
      }
    }
  }

  private static Contract contract(Row row) {
    return new Contract(row.placed().tenant().value(), String.valueOf(row.facets().contract));
  }

  private void write(List<Row> rows) {
    Column.write(
        jdbc,
        ENTRY,
        texts(rows, row -> row.placed().tenant().value()),
        longs(rows, row -> row.placed().position()),
        longs(rows, row -> row.placed().index()),
        longs(rows, row -> Moments.nanos(row.placed().time())),
        texts(rows, row -> type(EventCodec.typeOf(row.placed().event()))),
        texts(rows, row -> row.placed().actor()),
        texts(rows, row -> row.facets().onBehalfOf),
        texts(rows, row -> row.facets().agent),
        texts(rows, row -> row.facets().contract),
        texts(rows, row -> row.facets().dispatch),
        texts(rows, row -> row.facets().action),
        texts(rows, row -> row.facets().verdict),
        texts(rows, row -> row.facets().phase),
        texts(rows, row -> row.facets().policy),
        texts(rows, row -> row.facets().run),
        flags(rows, row -> row.facets().authority),
        texts(rows, row -> row.facets().text()),
        // One to a line: no resource's name has a line break.
        texts(rows, row -> String.join("\n", row.facets().resources)),
        longsOrNone(rows, row -> Optional.ofNullable(row.facets().oldestFactMillis)));
  }

  private void mark(List<Row> rows) {
    List<Mark> marks = new ArrayList<>();
    for (Row row : rows) {
      add(marks, row, INVARIANT, row.facets().invariants);
      add(marks, row, EVIDENCE, row.facets().evidence);
      add(marks, row, RESOURCE, row.facets().resources);
      add(marks, row, GATE, row.facets().gates);
    }
    if (!marks.isEmpty()) {
      Column.write(
          jdbc,
          MARK,
          texts(marks, Mark::tenant),
          texts(marks, Mark::kind),
          texts(marks, Mark::value),
          longs(marks, Mark::position));
    }
  }

  private static void add(List<Mark> marks, Row row, String kind, Set<String> values) {
    for (String value : values) {
      marks.add(new Mark(row.placed().tenant().value(), kind, value, row.placed().position()));
    }
  }

  /// The type without the version of its form: nobody looks for a form.
  static String type(String recorded) {
    return recorded.substring(0, recorded.lastIndexOf(".v"));
  }
}
