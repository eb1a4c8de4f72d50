package dev.phaseledger.query.contracts;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.ListContracts;
import dev.phaseledger.query.projection.PlacedEvent;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContractProjectionTest {

  enum Folding {
    ONE_BY_ONE,
    ALL_AT_ONCE
  }

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void issueAContract() {
    record(Samples.registered(AGENT));
    record(Samples.issued(CONTRACT, AGENT));
    side.fold();
  }

  @Test
  void isInTheFirstPhaseFromItsIssueIfThatRequiresNothing() {
    assertThat(contract().phase()).contains("plan");
    assertThat(contract().phaseSince()).contains(contract().issuedAt());
  }

  @ParameterizedTest
  @EnumSource
  void movesFromPhaseToPhaseAndNotOnARefusal(Folding folding) {
    PlacedEvent entered = record(phase("submit", true));
    step(folding);
    record(phase("plan", false));
    side.fold();
    assertThat(contract().phase()).contains("submit");
    assertThat(contract().phaseSince()).contains(entered.time());
  }

  @ParameterizedTest
  @EnumSource
  void anAmendmentReplacesTheTermsAndKeepsThePhase(Folding folding) {
    record(phase("submit", true));
    step(folding);
    PlacedEvent amended = record(amended(2, List.of(new Phase("submit", Set.of("tests")))));
    side.fold();
    assertThat(contract().terms().version()).isEqualTo(2);
    assertThat(contract().phase()).contains("submit");
    assertThat(contract().position()).isEqualTo(amended.position());
  }

  @ParameterizedTest
  @EnumSource
  void anAmendmentWithoutPhasesLeavesThemAndOneWithPhasesStartsThem(Folding folding) {
    record(amended(2, List.of()));
    step(folding);
    side.fold();
    assertThat(contract().phase()).isEmpty();
    record(amended(3, List.of(new Phase("draft", Set.of()), new Phase("send", Set.of()))));
    step(folding);
    record(new ContractEnded(CONTRACT, AGENT, Ending.FULFILLED, "done"));
    side.fold();
    assertThat(contract().phase()).contains("draft");
    assertThat(contract().terms().version()).isEqualTo(3);
    assertThat(contract().status()).isEqualTo("FULFILLED");
    assertThat(contract().endedReason()).contains("done");
  }

  @Test
  void namesWhatWasDelegatedUnderItAndWhatItWasDelegatedUnder() {
    var child = new ContractId("contract-child");
    record(
        new ContractDelegated(
            CONTRACT, child, new AgentId("helper"), OptionalLong.empty(), OptionalLong.of(5)));
    record(new ContractIssued(child, terms(1, List.of(), Optional.of(CONTRACT))));
    side.fold();
    assertThat(contract().children()).containsExactly("contract-child");
    ContractView view =
        side.reads().find(new FindContract(ACME, child), ContractView.class).orElseThrow();
    assertThat(view.terms().parent()).contains(CONTRACT);
    assertThat(view.children()).isEmpty();
  }

  @Test
  void isListedByAgentAndByStatus() {
    assertThat(listed(Optional.of(AGENT), Optional.of("ACTIVE"))).containsExactly(CONTRACT.value());
    assertThat(listed(Optional.of(AGENT), Optional.of("STOPPED"))).isEmpty();
    assertThat(listed(Optional.of(new AgentId("nobody")), Optional.empty())).isEmpty();
    record(new ContractEnded(CONTRACT, AGENT, Ending.STOPPED, "enough"));
    side.fold();
    assertThat(listed(Optional.empty(), Optional.of("STOPPED"))).containsExactly(CONTRACT.value());
    assertThat(listed(Optional.empty(), Optional.empty())).containsExactly(CONTRACT.value());
  }

  private List<String> listed(Optional<AgentId> agent, Optional<String> status) {
    return side
        .reads()
        .list(new ListContracts(ACME, agent, status, Cursor.first()), ContractView.class)
        .items()
        .stream()
        .map(ContractView::contractId)
        .toList();
  }

  private void step(Folding folding) {
    if (folding == Folding.ONE_BY_ONE) {
      side.fold();
    }
  }

  private PlacedEvent record(LedgerEvent event) {
    return side.ledger().record(ACME, "olga", event);
  }

  private static PhaseDecided phase(String name, boolean granted) {
    return new PhaseDecided(CONTRACT, AGENT, name, granted, "ready", "because", List.of());
  }

  private static ContractAmended amended(int version, List<Phase> phases) {
    return new ContractAmended(CONTRACT, terms(version, phases, Optional.empty()), "changed");
  }

  private static ContractTerms terms(int version, List<Phase> phases, Optional<ContractId> parent) {
    ContractTerms terms = Samples.issued(CONTRACT, AGENT).terms();
    return new ContractTerms(
        version,
        terms.agent(),
        terms.task(),
        terms.scope(),
        terms.excluded(),
        terms.actions(),
        terms.inputs(),
        terms.dataClasses(),
        terms.requiredLevel(),
        terms.openDispatchesMax(),
        terms.stopping(),
        phases,
        terms.onBreach(),
        terms.attributes(),
        Set.of(),
        parent,
        Optional.empty());
  }

  private ContractView contract() {
    return side.reads().find(new FindContract(ACME, CONTRACT), ContractView.class).orElseThrow();
  }
}
