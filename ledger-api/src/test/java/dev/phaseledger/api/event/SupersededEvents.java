package dev.phaseledger.api.event;

import static dev.phaseledger.api.event.ApprovedEvents.agent;
import static dev.phaseledger.api.event.ApprovedEvents.contract;
import static dev.phaseledger.api.event.ApprovedEvents.dispatch;
import static dev.phaseledger.api.event.ApprovedEvents.everythingElse;
import static dev.phaseledger.api.event.ApprovedEvents.pendingApproval;
import static dev.phaseledger.api.event.ApprovedEvents.person;
import static dev.phaseledger.api.event.ApprovedEvents.request;
import static dev.phaseledger.api.event.ApprovedEvents.time;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.value.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the recorded forms mean that are read and no longer written, by their types.
final class SupersededEvents {

  static final Map<String, LedgerEvent> BY_TYPE =
      Map.ofEntries(
          Map.entry(
              "agent.level-changed.v1",
              new AgentLevelChanged(agent(), 2, 3, "200 dispatches without a finding")),
          Map.entry("agent.revoked.v1", new AgentRevoked(agent(), "acts on stale data")),
          Map.entry("contract.issued.v1", new ContractIssued(contract(), terms())),
          Map.entry(
              "contract.revoked.v1",
              new ContractRevoked(contract(), agent(), "left its scope", RevocationCause.BREACH)),
          Map.entry(
              "policy.published.v1",
              new PolicyEvent.InvariantMapPublished(
                  "mail",
                  4,
                  Digest.of("map"),
                  "name: mail\nversion: 4\n# \"quoted\"\tand tabbed\n")),
          Map.entry(
              "policy.published.v2",
              new PolicyEvent.InvariantMapPublished(
                  "mail",
                  4,
                  Digest.of("map"),
                  "name: mail\nversion: 4\n# \"quoted\"\tand tabbed\n",
                  Optional.of(
                      new PolicyEvent.Release(
                          Digest.of("environment"),
                          "cel=1.2 yaml=3.4",
                          Set.of(person()),
                          Optional.of(Digest.of("result")),
                          true,
                          Optional.empty())))),
          Map.entry("dispatch.decided.v1", decided()),
          Map.entry("dispatch.decided.v2", decided()),
          Map.entry("dispatch.decided.v3", escalated()),
          Map.entry("dispatch.rejudged.v1", rejudged()),
          Map.entry("dispatch.rejudged.v2", rejudged()),
          Map.entry("dispatch.rejudged.v3", rejudged()),
          Map.entry(
              "evidence.recorded.v1",
              new EvidenceRecorded(
                  contract(),
                  Optional.of(dispatch()),
                  evidence(),
                  List.of(
                      new Fact("quota", "inbox", Json.parse("10.50"), time(7)),
                      new Fact("holiday", "", Json.parse("{\"until\":null}"), time(8))))),
          Map.entry(
              "outcome.recorded.v1",
              new OutcomeRecorded(
                  contract(),
                  agent(),
                  dispatch(),
                  Outcome.FAILED,
                  "the mailbox was full",
                  Optional.of(evidence()))),
          Map.entry(
              "approval.recorded.v1",
              new ApprovalRecorded(
                  contract(),
                  dispatch(),
                  person(),
                  Optional.empty(),
                  Set.of("finance", "mail"),
                  true,
                  Digest.of("shown"),
                  "checked with the sender")),
          Map.entry(
              "failure.signalled.v1",
              new FailureSignalled(
                  contract(),
                  agent(),
                  Optional.of(dispatch()),
                  "sig-unnamed",
                  "agent.overclaimed",
                  Severity.MEDIUM,
                  "unknown",
                  "reported a move that did not happen",
                  time(9),
                  time(10),
                  List.of(),
                  List.of())));

  private SupersededEvents() {}

  private static DispatchDecided decided() {
    return new DispatchDecided(
        contract(), agent(), request(), Forms.digest(request()), pendingApproval());
  }

  private static DispatchDecided escalated() {
    return new DispatchDecided(
        contract(),
        agent(),
        request(),
        Forms.digest(request()),
        ApprovedEvents.escalating(),
        Optional.of(ApprovedEvents.person()));
  }

  private static DispatchRejudged rejudged() {
    return new DispatchRejudged(contract(), agent(), dispatch(), everythingElse());
  }

  private static Evidence evidence() {
    Evidence now = ApprovedEvents.evidence();
    return new Evidence(
        now.kind(), now.content(), now.producer(), now.at(), now.lineage(), now.claims());
  }

  private static ContractTerms terms() {
    ContractTerms now = ApprovedEvents.terms();
    StoppingConditions stopping = now.stopping();
    return new ContractTerms(
        now.version(),
        now.agent(),
        now.task(),
        now.scope(),
        now.excluded(),
        now.actions(),
        now.inputs(),
        now.dataClasses(),
        now.requiredLevel(),
        now.openDispatchesMax(),
        new StoppingConditions(
            stopping.notBefore(),
            stopping.expiresAt(),
            stopping.actionsMax(),
            stopping.actionsPerHourMax(),
            stopping.costMicrosMax(),
            stopping.durationMax()),
        List.of(new Phase("plan", Set.of()), new Phase("move", Set.of("plan-review", "dry-run"))),
        now.onBreach(),
        now.attributes());
  }
}
