package dev.phaseledger.query.agents;

import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/// Remembers which dispatches were judged after the fact: what is recorded of them later does not
/// say so itself.
final class AfterTheFact {

  private static final String ADD =
      """
      INSERT INTO projection.after_the_fact (tenant, dispatch_id)
      SELECT tenant, dispatch_id FROM unnest(?, ?) AS added (tenant, dispatch_id)
      ON CONFLICT DO NOTHING
      """;

  private static final String FIND =
      """
      SELECT known.tenant, known.dispatch_id
      FROM projection.after_the_fact AS known
      JOIN unnest(?, ?) AS asked (tenant, dispatch_id)
        ON known.tenant = asked.tenant AND known.dispatch_id = asked.dispatch_id
      """;

  private static final String CLEAR = "TRUNCATE projection.after_the_fact";

  /// Names a dispatch across tenants.
  record Dispatch(TenantId tenant, DispatchId id) {}

  private final JdbcTemplate jdbc;

  AfterTheFact(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /// The dispatch that is judged, ended or signalled about, if the event does one of these.
  static Optional<DispatchId> dispatch(ContractEvent event) {
    if (event instanceof DispatchDecided decided) {
      return Optional.of(decided.request().id());
    }
    if (event instanceof DispatchRejudged rejudged) {
      return Optional.of(rejudged.dispatch());
    }
    if (event instanceof OutcomeRecorded ended) {
      return Optional.of(ended.dispatch());
    }
    return event instanceof FailureSignalled signalled ? signalled.dispatch() : Optional.empty();
  }

  /// Takes note of a batch.
  ///
  /// @return those of the dispatches it speaks of that were judged after the fact
  Set<Dispatch> fold(List<PlacedEvent> events) {
    Set<Dispatch> added = new HashSet<>();
    Set<Dispatch> asked = new HashSet<>();
    for (PlacedEvent placed : events) {
      if (placed.event() instanceof ContractEvent event) {
        Optional<Dispatch> dispatch = dispatch(event).map(id -> new Dispatch(placed.tenant(), id));
        if (!(event instanceof DispatchDecided decided)) {
          dispatch.ifPresent(asked::add);
        } else if (decided.request().afterTheFact()) {
          dispatch.ifPresent(added::add);
        }
      }
    }
    List<Dispatch> rows = List.copyOf(added);
    if (!rows.isEmpty()) {
      Column.write(jdbc, ADD, tenants(rows), ids(rows));
    }
    asked.removeAll(added);
    added.addAll(find(List.copyOf(asked)));
    return added;
  }

  void clear() {
    jdbc.execute(CLEAR);
  }

  private List<Dispatch> find(List<Dispatch> asked) {
    return asked.isEmpty()
        ? List.of()
        : jdbc.query(
            FIND,
            statement -> Column.set(statement, tenants(asked), ids(asked)),
            (row, _) ->
                new Dispatch(
                    new TenantId(row.getString("tenant")),
                    new DispatchId(row.getString("dispatch_id"))));
  }

  private static Column tenants(List<Dispatch> rows) {
    return texts(rows, row -> row.tenant().value());
  }

  private static Column ids(List<Dispatch> rows) {
    return texts(rows, row -> row.id().value());
  }
}
