package dev.phaseledger.query.paths;

import static dev.phaseledger.query.projection.Column.longs;
import static dev.phaseledger.query.projection.Column.longsOrNone;
import static dev.phaseledger.query.projection.Column.texts;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.query.LedgerQuery.MishapKind;
import dev.phaseledger.query.projection.Column;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.projection.Projection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/// Keeps what revocation paths count, which paths were taken, what was done because of them, and
/// what was delegated under which contract.
@Component
final class MishapProjection implements Projection {

  private static final String MISHAP =
      """
      INSERT INTO projection.mishaps
        (tenant, position, kind, agent_id, contract_id, dispatch_id, at_nanos)
      SELECT tenant, position, kind, agent_id, contract_id, dispatch_id, at_nanos
      FROM unnest(?, ?, ?, ?, ?, ?, ?)
        AS mishap (tenant, position, kind, agent_id, contract_id, dispatch_id, at_nanos)
      """;

  private static final String TAKEN =
      """
      INSERT INTO projection.paths_taken
        (tenant, position, path, agent_id, contract_id, trigger_position)
      SELECT tenant, position, path, agent_id, contract_id, trigger_position
      FROM unnest(?, ?, ?, ?, ?, ?)
        AS taken (tenant, position, path, agent_id, contract_id, trigger_position)
      """;

  private static final String CAUSED =
      """
      INSERT INTO projection.caused (tenant, position, path, signal, trigger_position)
      SELECT tenant, position, path, signal, trigger_position
      FROM unnest(?, ?, ?, ?, ?) AS caused (tenant, position, path, signal, trigger_position)
      """;

  private static final String DELEGATED =
      """
      INSERT INTO projection.delegates (tenant, position, contract_id, child_id, agent_id)
      SELECT tenant, position, contract_id, child_id, agent_id
      FROM unnest(?, ?, ?, ?, ?) AS delegated (tenant, position, contract_id, child_id, agent_id)
      """;

  private static final String CLEAR =
      """
      TRUNCATE projection.mishaps, projection.paths_taken, projection.caused, projection.delegates
      """;

  private record Mishap(
      PlacedEvent placed, MishapKind kind, String agent, String contract, String dispatch) {}

  private record Taken(PlacedEvent placed, ContractEvent.PathTaken event) {}

  private record Caused(PlacedEvent placed, CausedBy by) {}

  private record Delegated(PlacedEvent placed, ContractEvent.ContractDelegated event) {}

  /// The rows of a batch.
  private record Rows(
      List<Mishap> mishaps, List<Taken> taken, List<Caused> caused, List<Delegated> delegated) {}

  private final JdbcTemplate jdbc;

  MishapProjection(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public void apply(List<PlacedEvent> events) {
    var rows = new Rows(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (PlacedEvent placed : events) {
      mishap(placed).ifPresent(rows.mishaps()::add);
      causedBy(placed.event()).ifPresent(by -> rows.caused().add(new Caused(placed, by)));
      if (placed.event() instanceof ContractEvent.PathTaken taken) {
        rows.taken().add(new Taken(placed, taken));
      }
      if (placed.event() instanceof ContractEvent.ContractDelegated delegated) {
        rows.delegated().add(new Delegated(placed, delegated));
      }
    }
    writeMishaps(rows.mishaps());
    writeTaken(rows.taken());
    writeCaused(rows.caused());
    writeDelegated(rows.delegated());
  }

  /// What is judged after the fact is no mishap of now.
  private static Optional<Mishap> mishap(PlacedEvent placed) {
    return switch (placed.event()) {
      case ContractEvent.OutcomeRecorded e when e.outcome() == ContractEvent.Outcome.FAILED ->
          Optional.of(
              new Mishap(
                  placed,
                  MishapKind.FAILURE,
                  e.agent().value(),
                  e.contract().value(),
                  e.dispatch().value()));
      case ContractEvent.DispatchDecided e
          when e.judgement().verdict() == Verdict.VETOED && !e.request().afterTheFact() ->
          Optional.of(
              new Mishap(
                  placed,
                  MishapKind.VETO,
                  e.agent().value(),
                  e.contract().value(),
                  e.request().id().value()));
      case ContractEvent.DispatchRejudged e when e.judgement().verdict() == Verdict.VETOED ->
          Optional.of(
              new Mishap(
                  placed,
                  MishapKind.VETO,
                  e.agent().value(),
                  e.contract().value(),
                  e.dispatch().value()));
      default -> Optional.empty();
    };
  }

  private static Optional<CausedBy> causedBy(LedgerEvent event) {
    return switch (event) {
      case ContractEvent.PathTaken e -> Optional.of(e.causedBy());
      case ContractEvent.ContractRevoked e -> e.causedBy();
      case ContractEvent.DispatchClosed e -> e.causedBy();
      case ContractEvent.RollbackRequested e -> Optional.of(e.causedBy());
      case ContractEvent.NotificationRequested e -> Optional.of(e.causedBy());
      case AgentEvent.AgentLevelChanged e -> e.causedBy();
      case AgentEvent.AgentSuspended e -> e.causedBy();
      case AgentEvent.AgentRevoked e -> e.causedBy();
      default -> Optional.empty();
    };
  }

  private void writeMishaps(List<Mishap> rows) {
    if (!rows.isEmpty()) {
      Column.write(
          jdbc,
          MISHAP,
          texts(rows, row -> row.placed().tenant().value()),
          longs(rows, row -> row.placed().position()),
          texts(rows, row -> row.kind().name()),
          texts(rows, Mishap::agent),
          texts(rows, Mishap::contract),
          texts(rows, Mishap::dispatch),
          longs(rows, row -> nanos(row.placed().time())));
    }
  }

  private void writeTaken(List<Taken> rows) {
    if (!rows.isEmpty()) {
      Column.write(
          jdbc,
          TAKEN,
          texts(rows, row -> row.placed().tenant().value()),
          longs(rows, row -> row.placed().position()),
          texts(rows, row -> row.event().causedBy().path()),
          texts(rows, row -> row.event().agent().value()),
          texts(rows, row -> row.event().contract().value()),
          longs(rows, row -> row.event().causedBy().position().orElse(row.placed().position())));
    }
  }

  private void writeCaused(List<Caused> rows) {
    if (!rows.isEmpty()) {
      Column.write(
          jdbc,
          CAUSED,
          texts(rows, row -> row.placed().tenant().value()),
          longs(rows, row -> row.placed().position()),
          texts(rows, row -> row.by().path()),
          texts(rows, row -> row.by().signal()),
          longsOrNone(rows, row -> boxed(row.by().position())));
    }
  }

  private void writeDelegated(List<Delegated> rows) {
    if (!rows.isEmpty()) {
      Column.write(
          jdbc,
          DELEGATED,
          texts(rows, row -> row.placed().tenant().value()),
          longs(rows, row -> row.placed().position()),
          texts(rows, row -> row.event().contract().value()),
          texts(rows, row -> row.event().child().value()),
          texts(rows, row -> row.event().agent().value()));
    }
  }

  private static Optional<Long> boxed(OptionalLong value) {
    return value.isPresent() ? Optional.of(value.getAsLong()) : Optional.empty();
  }

  /// Since 1970; windows compare times, and texts of times do not sort.
  static long nanos(Instant at) {
    return Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000_000L), at.getNano());
  }

  @Override
  public void clear() {
    jdbc.execute(CLEAR);
  }
}
