package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent;
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
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;

/// Says in a sentence what an entry records.
final class Sentences {

  private Sentences() {}

  static String of(RecordedEvent recorded) {
    return switch (recorded.event()) {
      case AgentEvent event -> of(event);
      case ContractEvent event -> of(recorded, event);
      case LogEvent event ->
          switch (event) {
            case KeyRotated e ->
                "%s had the key that signs the log changed: %s".formatted(e.by(), e.reason());
          };
      case PolicyEvent event ->
          switch (event) {
            case InvariantMapPublished e ->
                "Version %d of map %s came into force.".formatted(e.version(), e.name());
          };
      case SubjectEvent event ->
          switch (event) {
            case SubjectErased e ->
                "The personal data of subject %s was erased: %s".formatted(e.subject(), e.reason());
          };
    };
  }

  private static String of(AgentEvent event) {
    return switch (event) {
      case AgentRegistered e ->
          "Agent %s was registered at level %d.".formatted(e.agent(), e.level());
      case AgentLevelChanged e ->
          "Agent %s went from level %d to level %d: %s"
              .formatted(e.agent(), e.from(), e.to(), e.reason());
      case AgentRevoked e -> "Agent %s was revoked: %s".formatted(e.agent(), e.reason());
      case AgentReinstated e ->
          "Agent %s was reinstated at level %d: %s".formatted(e.agent(), e.level(), e.reason());
    };
  }

  private static String of(RecordedEvent recorded, ContractEvent event) {
    return switch (event) {
      case ContractIssued e ->
          "Contract %s was issued to agent %s.".formatted(e.contract(), e.terms().agent());
      case ContractRevoked e ->
          "Contract %s was revoked %s: %s".formatted(e.contract(), cause(e.cause()), e.reason());
      case DispatchDecided e -> decided(e);
      case ApprovalRecorded e ->
          "%s %s.%s"
              .formatted(
                  e.approver(),
                  e.granted() ? "approved" : "rejected it",
                  e.reason().isEmpty() ? "" : " Reason: " + e.reason());
      case DispatchRejudged e ->
          "It was judged anew: %s. %s"
              .formatted(verdict(e.judgement()), e.judgement().explanation());
      case EvidenceRecorded e -> evidence(e);
      case OutcomeRecorded e ->
          "Agent %s reported: %s.%s"
              .formatted(
                  e.agent(), outcome(e.outcome()), e.detail().isEmpty() ? "" : ' ' + e.detail());
      case FailureSignalled e ->
          "%s signalled a failure (%s): %s".formatted(recorded.actor(), e.kind(), e.detail());
    };
  }

  private static String decided(DispatchDecided e) {
    DispatchRequest request = e.request();
    String after = request.afterTheFact() ? " This was judged after the fact." : "";
    return "Agent %s asked for %s: %s. %s%s"
        .formatted(
            e.agent(),
            request.action(),
            verdict(e.judgement()),
            e.judgement().explanation(),
            after);
  }

  private static String evidence(EvidenceRecorded e) {
    String facts =
        switch (e.facts().size()) {
          case 0 -> "";
          case 1 -> " It shows one fact.";
          default -> " It shows " + e.facts().size() + " facts.";
        };
    return "Evidence of kind %s by %s was put on record.%s"
        .formatted(e.evidence().kind(), e.evidence().producer(), facts);
  }

  private static String verdict(Judgement judgement) {
    return switch (judgement.verdict()) {
      case AUTHORIZED -> "authorized";
      case CONSTRAINED -> "authorized with rewritten parameters";
      case APPROVAL_REQUIRED -> "needs approval";
      case DEFERRED -> "deferred";
      case VETOED -> "vetoed";
    };
  }

  private static String outcome(Outcome outcome) {
    return switch (outcome) {
      case SUCCEEDED -> "it succeeded";
      case FAILED -> "it failed";
      case UNKNOWN -> "it may or may not have happened";
    };
  }

  private static String cause(RevocationCause cause) {
    return switch (cause) {
      case OPERATOR -> "by an operator";
      case BREACH -> "because a request left its scope";
      case INVARIANT -> "because an invariant demands it";
    };
  }
}
