package dev.phaseledger.query.audit;

import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.query.reading.Moments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The conditions of a statement over entries, for one filter. Whatever a caller has written is a
/// parameter and never part of the statement.
final class EntryConditions {

  private static final String CONCERNING =
      """
      AND entries.position IN (
        SELECT trail.position FROM projection.trail AS trail
        WHERE trail.tenant = ? AND trail.dispatch_id = ?
        UNION ALL
        SELECT decided.decided_position FROM projection.dispatches AS decided
        WHERE decided.tenant = ? AND decided.dispatch_id = ?
      )
      """;

  /// What concerns a run's requests does not name the run: it is found by their dispatches.
  private static final String OF_RUN =
      """
      AND entries.position IN (
        SELECT asked.position FROM projection.entries AS asked
        WHERE asked.tenant = ? AND asked.run = ?
        UNION ALL
        SELECT trail.position FROM projection.entries AS asked
        JOIN projection.trail AS trail
          ON trail.tenant = asked.tenant AND trail.dispatch_id = asked.dispatch_id
        WHERE asked.tenant = ? AND asked.run = ?
      )
      """;

  private static final String MARKED =
      """
      AND EXISTS (
        SELECT FROM projection.entry_marks AS marks
        WHERE marks.tenant = entries.tenant AND marks.position = entries.position
          AND marks.kind = CAST(? AS "char") AND marks.value = ?
      )
      """;

  private static final String WITH_RESOURCE =
      """
      AND EXISTS (SELECT FROM unnest(entries.resources) AS r (name) WHERE starts_with(r.name, ?))
      """;

  private static final String IN_STATE =
      """
      AND EXISTS (
        SELECT FROM projection.dispatches AS concerned
        WHERE concerned.tenant = entries.tenant AND concerned.dispatch_id = entries.dispatch_id
          AND concerned.state IN (\
      """;

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  private EntryConditions() {}

  /// All of them, but for positions.
  static EntryConditions of(String tenant, EntryFilter filter) {
    EntryConditions all = new EntryConditions();
    all.add("AND entries.at_nanos >= ?\n", filter.from().map(Moments::nanos));
    all.add("AND entries.at_nanos < ?\n", filter.to().map(Moments::nanos));
    all.add("AND entries.agent_id = ?\n", filter.agent());
    all.add("AND entries.actor = ?\n", filter.principal());
    all.add("AND entries.on_behalf_of = ?\n", filter.onBehalfOf());
    all.add("AND entries.contract_id = ?\n", filter.contract());
    all.add("AND entries.action = ?\n", filter.action().map(Facets::indexed));
    all.add("AND entries.phase = ?\n", filter.phase().map(Facets::indexed));
    filter.type().ifPresent(all::type);
    filter.verdict().ifPresent(verdict -> all.verdict(verdict.name()));
    filter.policy().ifPresent(all::policy);
    filter.text().ifPresent(all::text);
    filter.dispatch().ifPresent(id -> all.add(CONCERNING, tenant, id.value(), tenant, id.value()));
    filter.run().map(Facets::indexed).ifPresent(run -> all.add(OF_RUN, tenant, run, tenant, run));
    filter
        .invariant()
        .ifPresent(name -> all.add(MARKED, EntryProjection.INVARIANT, Facets.indexed(name)));
    filter
        .evidence()
        .ifPresent(digest -> all.add(MARKED, EntryProjection.EVIDENCE, digest.value()));
    filter.gate().ifPresent(name -> all.add(MARKED, EntryProjection.GATE, Facets.indexed(name)));
    if (!filter.states().isEmpty()) {
      all.states(filter.states());
    }
    filter.sign().map(Signs::of).ifPresent(all.sql::append);
    filter.resourcePrefix().ifPresent(prefix -> all.add(WITH_RESOURCE, Facets.indexed(prefix)));
    return all;
  }

  String sql() {
    return sql.toString();
  }

  List<Object> parameters() {
    return parameters;
  }

  /// Common types have no index, and the statement must say that the rest of them do.
  private void type(String type) {
    add("AND entries.type = ?\n", type);
    if (!type.equals("dispatch.decided") && !type.equals("outcome.recorded")) {
      sql.append("AND entries.type <> 'dispatch.decided' AND entries.type <> 'outcome.recorded'\n");
    }
  }

  private void verdict(String verdict) {
    add("AND entries.verdict = ?\n", verdict);
    if (!verdict.equals("AUTHORIZED")) {
      sql.append("AND entries.verdict <> 'AUTHORIZED'\n");
    }
  }

  /// What a version judged is known by where in the log it was in force.
  private void policy(EntryFilter.Policy policy) {
    switch (policy) {
      case EntryFilter.Policy.ByDigest digest ->
          add("AND entries.policy = ?\n", digest.digest().value());
      case EntryFilter.Policy.ByVersion _ -> sql.append("AND entries.policy IS NOT NULL\n");
    }
  }

  private void text(String words) {
    add("AND entries.words @@ websearch_to_tsquery('simple', ?)\n", words);
  }

  private void states(Set<String> states) {
    String places = states.stream().map(_ -> "?").collect(Collectors.joining(", "));
    add(IN_STATE + places + "))\n", states.toArray());
  }

  private void add(String condition, Optional<?> value) {
    value.ifPresent(
        present -> add(condition, present instanceof Long ? present : present.toString()));
  }

  private void add(String condition, Object... values) {
    sql.append(condition);
    parameters.addAll(List.of(values));
  }
}
