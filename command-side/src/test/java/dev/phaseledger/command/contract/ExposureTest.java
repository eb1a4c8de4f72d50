package dev.phaseledger.command.contract;

import static dev.phaseledger.command.Scenario.AGENT;
import static dev.phaseledger.command.Scenario.CONTRACT;
import static dev.phaseledger.command.Scenario.agentItself;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.dispatch.DispatchDecider;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ExposureTest {

  private static final String FLOW =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: flow, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        invariants:
          - id: NO-PERSONAL-DATA-OUT
            matchConstraints: {commands: [deploy]}
            expression: "!('personal' in context.%s)"
            onViolation: {effect: VETO}
      """;

  private final Scenario scenario =
      new Scenario()
          .terms(
              Scenario.terms(terms -> {
                terms.dataClasses = Set.of("internal", "personal");
                terms.openDispatchesMax = 1_000;
                return terms;
              }));

  @Test
  void whatWasReadLimitsWhatMayBeSent() {
    scenario.map(FLOW.formatted("dataClasses"));
    assertThat(ask("d1", "deploy", "", Set.of())).isEqualTo(Verdict.AUTHORIZED);
    assertThat(ask("d2", "write", "", Set.of("internal"))).isEqualTo(Verdict.AUTHORIZED);
    assertThat(ask("d3", "deploy", "", Set.of())).isEqualTo(Verdict.AUTHORIZED);
    assertThat(ask("d4", "write", "", Set.of("personal"))).isEqualTo(Verdict.AUTHORIZED);
    assertThat(ask("d5", "deploy", "", Set.of())).isEqualTo(Verdict.VETOED);
  }

  @Test
  void aSessionKnowsWhatWasReadInIt() {
    scenario.map(FLOW.formatted("sessionDataClasses"));
    ask("d1", "write", "one", Set.of("personal"));
    assertThat(ask("d2", "deploy", "one", Set.of())).isEqualTo(Verdict.VETOED);
    assertThat(ask("d3", "deploy", "two", Set.of())).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void whoNamesNoSessionKnowsEverything() {
    scenario.map(FLOW.formatted("sessionDataClasses"));
    ask("d1", "write", "one", Set.of("personal"));
    assertThat(ask("d2", "deploy", "", Set.of())).isEqualTo(Verdict.VETOED);
  }

  @Test
  void whatIsNotReleasedExposesNothing() {
    scenario.map(FLOW.formatted("dataClasses"));
    DispatchRequest outside = request("d1", "write", "", Set.of("personal"));
    scenario.happened(
        AGENT.value(),
        DispatchDecider.request(
            new RequestDispatch(
                agentItself(),
                CONTRACT,
                new DispatchRequest(
                    outside.id(),
                    "unknown",
                    outside.resources(),
                    outside.parameters(),
                    outside.justification(),
                    outside.labels(),
                    outside.dataClasses(),
                    outside.costMicros(),
                    outside.irreversible(),
                    outside.phase(),
                    outside.recordedAt())),
            scenario.situation()));
    assertThat(ask("d2", "deploy", "", Set.of())).isEqualTo(Verdict.AUTHORIZED);
  }

  /// Opening many sessions is no way to have one forgotten.
  @Test
  void anUnknownSessionKnowsEverythingOnceOneWasForgotten() {
    scenario.map(FLOW.formatted("sessionDataClasses"));
    ask("d0", "write", "first", Set.of("personal"));
    for (int i = 1; i <= Exposure.SESSIONS_MAX; i++) {
      ask("d" + i, "write", "s" + i, Set.of("internal"));
    }
    assertThat(ask("x1", "deploy", "first", Set.of())).isEqualTo(Verdict.VETOED);
    assertThat(ask("x2", "deploy", "s7", Set.of())).isEqualTo(Verdict.AUTHORIZED);
    assertThat(scenario.contract.activity().context(request("x3", "write", "new", Set.of())))
        .satisfies(context ->
            assertThat(new TreeSet<>(context.sessionDataClasses()))
                .containsExactly("internal", "personal"));
  }

  @Test
  void theKeptFormHoldsIt() {
    ask("d1", "write", "one", Set.of("personal"));
    ask("d2", "write", "", Set.of("internal"));
    ContractState again = ContractSnapshot.decode(ContractSnapshot.encode(scenario.contract));
    DispatchRequest next = request("d3", "write", "one", Set.of());
    assertThat(again.activity().context(next))
        .isEqualTo(scenario.contract.activity().context(next));
    assertThat(again.activity().context(next).dataClasses())
        .containsExactlyInAnyOrder("internal", "personal");
    assertThat(again.open().get(new DispatchId("d1")))
        .isEqualTo(scenario.contract.open().get(new DispatchId("d1")));
  }

  private Verdict ask(String id, String action, String session, Set<String> dataClasses) {
    List<LedgerEvent> events =
        DispatchDecider.request(
            new RequestDispatch(agentItself(), CONTRACT, request(id, action, session, dataClasses)),
            scenario.situation());
    scenario.happened(AGENT.value(), events);
    return ((DispatchDecided) events.getFirst()).judgement().verdict();
  }

  private static DispatchRequest request(
      String id, String action, String session, Set<String> dataClasses) {
    DispatchRequest plain = Scenario.request(id, action, "src/a");
    var labels = new TreeMap<String, String>();
    if (!session.isEmpty()) {
      labels.put("session", session);
    }
    return new DispatchRequest(
        plain.id(),
        plain.action(),
        plain.resources(),
        plain.parameters(),
        plain.justification(),
        Map.copyOf(labels),
        dataClasses,
        plain.costMicros(),
        plain.irreversible(),
        plain.phase(),
        plain.recordedAt());
  }
}
