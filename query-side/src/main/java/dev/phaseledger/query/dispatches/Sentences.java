package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.AgentEvent.AgentSuspended;
import dev.phaseledger.api.event.AgentEvent.PromotionAnswered;
import dev.phaseledger.api.event.AgentEvent.PromotionProposed;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.DraftDiscarded;
import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapDrafted;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.PathsPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.api.event.PolicyEvent.PublishingRuleSet;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Says in a sentence what an entry records.
public final class Sentences {

  private Sentences() {}

  /// The sentence, for people.
  public static String of(RecordedEvent recorded) {
    return switch (recorded.event()) {
      case AgentEvent event -> of(event);
      case ContractEvent event -> of(event);
      case LogEvent event ->
          switch (event) {
            case KeyRotated e ->
                "%s had the key that signs the log changed: %s".formatted(e.by(), e.reason());
          };
      case PolicyEvent event ->
          switch (event) {
            case InvariantMapPublished e ->
                "Version %d of map %s came into force%s."
                    .formatted(
                        e.version(),
                        e.name(),
                        e.release()
                            .flatMap(PolicyEvent.Release::reason)
                            .map(reason -> " again: " + reason)
                            .orElse(""));
            case LadderPublished e ->
                "Version %d of ladder %s came into force.".formatted(e.version(), e.name());
            case PathsPublished e ->
                "Version %d of the revocation paths %s came into force."
                    .formatted(e.version(), e.name());
            case TemplatePublished e ->
                "Version %d of contract template %s was published."
                    .formatted(e.version(), e.name());
            case PublicationJudged e -> e.judgement().explanation();
            case InvariantMapDrafted e ->
                "A draft of map %s was saved%s."
                    .formatted(e.name(), e.checked().isPresent() ? "" : "; it has problems");
            case DraftDiscarded e -> "The draft of map %s was thrown away.".formatted(e.name());
            case PublishingRuleSet e ->
                (e.secondPerson()
                        ? "Publishing a map needs a second person: "
                        : "Publishing a map needs no second person: ")
                    + e.reason();
            case TenantHalted e -> "Everything was halted: " + e.reason();
            case TenantResumed e -> "Work was resumed: " + e.reason();
            case HoldPlaced e ->
                "Subject %s was put under legal hold %s: %s"
                    .formatted(e.subject(), e.hold(), e.reason());
            case HoldLifted e ->
                "Legal hold %s on subject %s was lifted: %s"
                    .formatted(e.hold(), e.subject(), e.reason());
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
      case AgentSuspended e -> "Agent %s was suspended: %s".formatted(e.agent(), e.reason());
      case PromotionProposed e ->
          "Agent %s may be promoted from level %d to level %d: %s"
              .formatted(e.agent(), e.from(), e.to(), e.explanation());
      case PromotionAnswered e ->
          "%s %s the promotion of agent %s: %s"
              .formatted(e.by(), e.granted() ? "granted" : "rejected", e.agent(), e.reason());
      case AgentStepJudged e -> e.judgement().explanation();
      case AgentRevoked e -> "Agent %s was revoked: %s".formatted(e.agent(), e.reason());
      case AgentReinstated e ->
          "Agent %s was reinstated at level %d: %s".formatted(e.agent(), e.level(), e.reason());
    };
  }

  private static String of(ContractEvent event) {
    return switch (event) {
      case ContractIssued e ->
          "Contract %s was issued to agent %s.".formatted(e.contract(), e.terms().agent());
      case ContractRevoked e ->
          "Contract %s was revoked %s: %s".formatted(e.contract(), cause(e.cause()), e.reason());
      case ContractAmended e ->
          "Contract %s was amended to version %d: %s"
              .formatted(e.contract(), e.terms().version(), e.reason());
      case ContractDelegated e ->
          "Part of contract %s was delegated to agent %s as contract %s."
              .formatted(e.contract(), e.agent(), e.child());
      case ContractEnded e ->
          "Contract %s %s: %s".formatted(e.contract(), ending(e.ending()), e.reason());
      case StepJudged e -> e.judgement().explanation();
      case PhaseDecided e ->
          "%s phase %s: %s"
              .formatted(
                  e.granted() ? "The work entered" : "The work may not enter",
                  e.phase(),
                  e.explanation());
      case ApprovalWithdrawn e ->
          "%s took the approval back: %s".formatted(e.approver(), e.reason());
      case ApprovalEscalated e ->
          "%s may approve as well: %s".formatted(String.join(", ", sorted(e.roles())), e.reason());
      case DispatchClosed e -> "It was %s: %s".formatted(closing(e.closing()), e.reason());
      case HeartbeatRecorded e -> "Agent %s is alive. %s".formatted(e.agent(), e.note()).strip();
      case PathTaken e ->
          "Revocation path %s was taken (%s): %s"
              .formatted(e.causedBy().path(), String.join(", ", e.actions()), e.explanation());
      case RollbackRequested e ->
          "It is to be undone under contract %s: %s".formatted(e.compensation(), e.reason());
      case NotificationRequested e -> "%s is to be told.".formatted(e.webhook());
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
          "%s detected a failure (%s, %s): %s"
              .formatted(
                  e.detector(), e.kind(), e.severity().name().toLowerCase(Locale.ROOT), e.detail());
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
      case PARENT -> "because the contract it was delegated under ended";
      case PATH -> "by a revocation path";
    };
  }

  private static String ending(Ending ending) {
    return switch (ending) {
      case FULFILLED -> "was fulfilled";
      case STOPPED -> "was stopped";
      case EXPIRED -> "expired";
    };
  }

  private static String closing(Closing closing) {
    return switch (closing) {
      case WITHDRAWN -> "withdrawn";
      case TIMED_OUT -> "closed, since nothing came in time";
      case CANCELLED -> "cancelled";
    };
  }

  private static Set<String> sorted(Set<String> names) {
    return new TreeSet<>(names);
  }
}
