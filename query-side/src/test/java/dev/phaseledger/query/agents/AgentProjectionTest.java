package dev.phaseledger.query.agents;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.ListInvariantMaps;
import dev.phaseledger.api.query.LedgerQuery.ListSignals;
import dev.phaseledger.api.query.LedgerQuery.Summarize;
import dev.phaseledger.api.query.MapView;
import dev.phaseledger.api.query.SignalView;
import dev.phaseledger.api.query.SummaryView;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentProjectionTest {

  private final QuerySide side = QuerySide.empty();

  @Test
  void startsActiveInItsFirstEpoch() {
    PlacedEvent placed = given(Samples.registered(AGENT));

    assertThat(agent())
        .isEqualTo(
            new AgentView(
                "agent-7",
                "writes code",
                "ACTIVE",
                2,
                1,
                "team-lead",
                Set.of("builder", "coder"),
                Map.of(
                    "AUTHORIZED", 0L,
                    "CONSTRAINED", 0L,
                    "APPROVAL_REQUIRED", 0L,
                    "DEFERRED", 0L,
                    "VETOED", 0L),
                Map.of("SUCCEEDED", 0L, "FAILED", 0L, "UNKNOWN", 0L),
                0,
                placed.time(),
                new Competence(
                    0, 0, 0, 0, 0, 0, placed.time(), placed.time(), 0, 0, 0, placed.position()),
                placed.position()));
  }

  @Test
  void entersANewEpochWithEachChangeOfAuthority() {
    given(Samples.registered(AGENT));
    given(new AgentLevelChanged(AGENT, 2, 4, "proved itself"));
    assertThat(agent()).extracting(AgentView::level, AgentView::epoch).containsExactly(4, 2L);

    PlacedEvent revoked = given(new AgentRevoked(AGENT, "went astray"));
    assertThat(agent())
        .extracting(AgentView::status, AgentView::level, AgentView::epoch, AgentView::changedAt)
        .containsExactly("REVOKED", 4, 3L, revoked.time());

    given(new AgentReinstated(AGENT, 0, "retrained"));
    assertThat(agent())
        .extracting(AgentView::status, AgentView::level, AgentView::epoch)
        .containsExactly("ACTIVE", 0, 4L);
  }

  @Test
  void keepsARecordOfWhatBecameOfItsDispatches() {
    PlacedEvent registered = given(Samples.registered(AGENT));
    given(Samples.issued(CONTRACT, AGENT));
    given(Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED));
    given(Samples.decided(CONTRACT, "d-2", Verdict.VETOED));
    given(Samples.ended(CONTRACT, "d-1", Outcome.FAILED));
    PlacedEvent last = given(Samples.signalled(CONTRACT, Optional.of("d-1")));

    AgentView view = agent();
    assertThat(view.verdicts()).containsEntry("AUTHORIZED", 1L).containsEntry("VETOED", 1L);
    assertThat(view.outcomes()).containsEntry("FAILED", 1L).containsEntry("SUCCEEDED", 0L);
    assertThat(view.signals()).isOne();
    assertThat(view.epoch()).isOne();
    assertThat(view.changedAt()).isEqualTo(registered.time());
    assertThat(view.position()).isEqualTo(last.position());
  }

  @Test
  void keepsSignalsAndMapsAsRecorded() {
    given(Samples.published("repo-writes", 1));
    PlacedEvent second = given(Samples.published("repo-writes", 2));
    PlacedEvent signalled = given(Samples.signalled(CONTRACT, Optional.empty()));

    assertThat(
            side.reads().list(new ListInvariantMaps(ACME, Cursor.first()), MapView.class).items())
        .extracting(MapView::version, MapView::active, MapView::publishedBy)
        .containsExactly(tuple(2, true, "writer"), tuple(1, false, "writer"));
    assertThat(
            side.reads()
                .list(new ListInvariantMaps(ACME, Cursor.first()), MapView.class)
                .items()
                .getFirst()
                .publishedAt())
        .isEqualTo(second.time());
    assertThat(
            side.reads()
                .list(new ListSignals(ACME, Optional.empty(), Cursor.first()), SignalView.class)
                .items())
        .containsExactly(
            new SignalView(
                "sig-1",
                AGENT.value(),
                CONTRACT.value(),
                Optional.empty(),
                "agent.overclaimed",
                "HIGH",
                "ci",
                "said done, was not",
                List.of(),
                List.of(),
                Samples.NOW,
                Samples.NOW.plusSeconds(5),
                5_000,
                signalled.index(),
                signalled.position()));
  }

  @Test
  void countsNothingForATenantWithoutEntries() {
    SummaryView summary = side.reads().ask(new Summarize(ACME), SummaryView.class);

    assertThat(summary.entries()).isZero();
    assertThat(summary.verdicts()).containsEntry("VETOED", 0L);
    assertThat(summary.vetoes()).isEmpty();
  }

  @Test
  void countsVetoesByWhatVetoed() {
    given(Samples.registered(AGENT));
    given(Samples.issued(CONTRACT, AGENT));
    given(Samples.decided(CONTRACT, "d-1", Verdict.VETOED));
    given(Samples.decided(CONTRACT, "d-2", Verdict.VETOED));
    given(Samples.decided(CONTRACT, AGENT, "d-3", Samples.breach("scope")));
    given(Samples.decided(CONTRACT, "d-4", Verdict.DEFERRED));

    SummaryView summary = side.reads().ask(new Summarize(ACME), SummaryView.class);
    assertThat(summary.dispatches()).isEqualTo(4);
    assertThat(summary.vetoes())
        .containsExactly(
            Map.entry("repo-writes/no-force-push", 2L), Map.entry("contract/scope", 1L));
    assertThat(summary.entries()).isEqualTo(6);
  }

  private PlacedEvent given(LedgerEvent event) {
    PlacedEvent placed = side.ledger().record(ACME, "writer", event);
    side.fold();
    return placed;
  }

  private AgentView agent() {
    return side.reads().find(new FindAgent(ACME, AGENT), AgentView.class).orElseThrow();
  }
}
