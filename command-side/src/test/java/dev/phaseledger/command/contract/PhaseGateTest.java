package dev.phaseledger.command.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.EnterPhase;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.dispatch.DispatchDecider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhaseGateTest {

  private static final String CI = "ci-service";
  private static final Phase PLAN = new Phase("plan", Set.of());
  private static final Phase BUILD = new Phase("build", Set.of("plan-note"));
  private static final Phase SUBMIT =
      new Phase(
          "submit", Set.of(), List.of(new Gate("unit-tests", Optional.of("junit-xml"), true)));

  private final Scenario scenario = phases(PLAN, BUILD, SUBMIT);

  @Test
  void theFirstPhaseIsEnteredAtIssueIfItRequiresNothing() {
    assertThat(scenario.contract.progress().current()).contains("plan");
    assertThat(phases(BUILD, PLAN).contract.progress().current()).isEmpty();
    assertThat(phases().contract.progress().current()).isEmpty();
  }

  @Test
  void entersTheNextPhaseOnTheEvidenceItRequires() {
    evidence("agent-7", "plan-note", true, Optional.empty());
    PhaseDecided decided = enter("build");
    assertThat(decided.granted()).isTrue();
    assertThat(decided.evidence()).containsExactly(Digest.of("plan-note"));
    assertThat(scenario.contract.progress().current()).contains("build");
    assertThat(scenario.contract.progress().since()).contains(scenario.now);
  }

  @Test
  void recordsARefusalThatNamesTheEvidenceThatIsMissing() {
    PhaseDecided decided = enter("build");
    assertThat(decided.granted()).isFalse();
    assertThat(decided.explanation())
        .isEqualTo("Phase 'build' is not entered: no evidence of kind 'plan-note' is on record.");
    assertThat(scenario.contract.progress().current()).contains("plan");
  }

  @Test
  void skipsNoPhaseAndGoesBackToAnEarlierOne() {
    assertThat(enter("submit").explanation()).contains("phase 'build' comes before it");
    evidence("agent-7", "plan-note", true, Optional.empty());
    enter("build");
    assertThat(enter("build").explanation()).contains("it is the present phase");
    assertThat(enter("plan").granted()).isTrue();
    assertThat(enter("submit").granted()).isFalse();
  }

  @Test
  void aGateTakesOnlyEvidenceRecordedSinceThePresentPhaseWasEntered() {
    evidence(CI, "unit-tests", true, Optional.of("junit-xml"));
    toBuild();
    assertThat(enter("submit").explanation())
        .contains("gate 'unit-tests': no evidence of this kind was recorded since");
    evidence(CI, "unit-tests", true, Optional.of("junit-xml"));
    assertThat(enter("submit").granted()).isTrue();
  }

  @Test
  void aGateTakesTheNewestEvidenceAndThatMustHavePassed() {
    toBuild();
    evidence(CI, "unit-tests", true, Optional.of("junit-xml"));
    evidence(CI, "unit-tests", false, Optional.of("junit-xml"));
    assertThat(enter("submit").explanation()).contains("does not claim 'passed'");
  }

  @Test
  void aGateThatDemandsAFormatTakesNoStatedClaim() {
    toBuild();
    evidence(CI, "unit-tests", true, Optional.empty());
    assertThat(enter("submit").explanation())
        .contains("the ledger has not read the newest evidence as junit-xml");
  }

  @Test
  void anIndependentGateTakesNothingThatTheContractsAgentRecorded() {
    toBuild();
    evidence("agent-7", "unit-tests", true, Optional.of("junit-xml"));
    PhaseDecided decided = enter("submit");
    assertThat(decided.granted()).isFalse();
    assertThat(decided.explanation()).contains("was recorded by the contract's own agent");
    assertThat(decided.evidence()).isEmpty();
  }

  @Test
  void onlyThePartiesEnterPhasesAndOnlyOfAnActiveContract() {
    Context stranger = Scenario.by("agent-8", Principal.Kind.AGENT, Role.AGENT);
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> enter(stranger, "build", "ready"));
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> enter(Scenario.operator(), "nowhere", "ready"))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("phase"));
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> enter(Scenario.operator(), "build", " "))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("justification"));
  }

  @Test
  void aDispatchIsMeantForThePresentPhaseOrVetoed() {
    assertThat(dispatch(Optional.empty()).verdict()).isEqualTo(Verdict.AUTHORIZED);
    assertThat(dispatch(Optional.of("plan")).verdict()).isEqualTo(Verdict.AUTHORIZED);
    Judgement elsewhere = dispatch(Optional.of("submit"));
    assertThat(elsewhere.verdict()).isEqualTo(Verdict.VETOED);
    assertThat(elsewhere.breach().orElseThrow().clause()).isEqualTo("phases");
    assertThat(elsewhere.explanation()).contains("in phase 'plan', not in 'submit'");
  }

  @Test
  void nothingIsAuthorizedBeforeAPhaseIsEntered() {
    scenario.terms(terms(BUILD));
    assertThat(dispatch(Optional.empty()).verdict()).isEqualTo(Verdict.VETOED);
    assertThat(dispatch(Optional.of("build")).explanation()).contains("no phase was entered");
  }

  private void toBuild() {
    evidence("agent-7", "plan-note", true, Optional.empty());
    assertThat(enter("build").granted()).isTrue();
  }

  private Judgement dispatch(Optional<String> phase) {
    DispatchRequest plain = Scenario.request("d-" + phase.orElse("none"), "write", "src/a");
    var request =
        new DispatchRequest(
            plain.id(),
            plain.action(),
            plain.resources(),
            plain.parameters(),
            plain.justification(),
            plain.labels(),
            plain.dataClasses(),
            plain.costMicros(),
            plain.irreversible(),
            phase,
            plain.recordedAt());
    List<LedgerEvent> events =
        DispatchDecider.request(
            new RequestDispatch(Scenario.agentItself(), Scenario.CONTRACT, request),
            scenario.situation());
    return ((DispatchDecided) events.getFirst()).judgement();
  }

  private PhaseDecided enter(String phase) {
    return enter(Scenario.agentItself(), phase, "the work is ready for it");
  }

  private PhaseDecided enter(Context by, String phase, String justification) {
    List<LedgerEvent> events =
        PhaseGate.enter(
            new EnterPhase(by, Scenario.CONTRACT, phase, justification),
            scenario.contract,
            scenario.now);
    scenario.happened(by.by().id().value(), events);
    return (PhaseDecided) events.getFirst();
  }

  private void evidence(String recorder, String kind, boolean passed, Optional<String> format) {
    scenario.happened(
        recorder,
        List.of(
            new EvidenceRecorded(
                Scenario.CONTRACT,
                Optional.empty(),
                new Evidence(
                    kind,
                    Digest.of(kind),
                    "a producer",
                    scenario.now,
                    List.of(),
                    Fields.with("passed", Bool.of(passed)).build(),
                    format),
                List.of())));
  }

  private static Scenario phases(Phase... phases) {
    return new Scenario().terms(terms(phases));
  }

  private static dev.phaseledger.api.event.ContractTerms terms(Phase... phases) {
    return Scenario.terms(terms -> {
      terms.phases = List.of(phases);
      return terms;
    });
  }
}
