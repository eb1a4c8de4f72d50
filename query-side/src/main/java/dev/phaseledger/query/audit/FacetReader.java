package dev.phaseledger.query.audit;

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
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.LedgerEvent;
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
import java.util.Optional;

/// Reads what an entry can be found by from its event. Only recorded forms are read: of personal
/// values they hold digests.
final class FacetReader {

  private FacetReader() {}

  static Facets of(LedgerEvent event) {
    return switch (event) {
      case AgentEvent e -> of(e);
      case ContractEvent e -> of(e, new Facets().contract(e.contract()));
      case PolicyEvent e -> of(e);
      case LogEvent e ->
          switch (e) {
            case KeyRotated rotated -> new Facets().words(rotated.reason());
          };
      case SubjectEvent e ->
          switch (e) {
            case SubjectErased erased -> new Facets().words(erased.reason());
          };
    };
  }

  private static Facets of(AgentEvent event) {
    Facets facets = new Facets().agent(event.agent());
    return switch (event) {
      case AgentRegistered e -> facets.authority().words(e.description());
      case AgentLevelChanged e -> facets.authority().words(e.reason());
      case AgentSuspended e -> facets.authority().words(e.reason());
      case AgentRevoked e -> facets.authority().words(e.reason());
      case AgentReinstated e -> facets.authority().words(e.reason());
      case PromotionProposed e -> facets.words(e.explanation());
      case PromotionAnswered e -> facets.words(e.reason());
      case AgentStepJudged e -> facets.judged(e.judgement());
    };
  }

  private static Facets of(PolicyEvent event) {
    Facets facets = new Facets();
    return switch (event) {
      case InvariantMapPublished e -> facets.policy(e.digest()).words(e.name());
      case InvariantMapDrafted e -> facets.words(e.name());
      case DraftDiscarded e -> facets.words(e.name());
      case PublishingRuleSet e -> facets.words(e.reason());
      case LadderPublished e -> facets.policy(e.digest()).words(e.name());
      case PathsPublished e -> facets.policy(e.digest()).words(e.name());
      case TemplatePublished e -> facets.policy(e.digest()).words(e.name());
      case TenantHalted e -> facets.authority().words(e.reason());
      case TenantResumed e -> facets.authority().words(e.reason());
      case HoldPlaced e -> facets.words(e.subject().value()).words(e.reason());
      case HoldLifted e -> facets.words(e.subject().value()).words(e.reason());
      case PublicationJudged e -> facets.judged(e.judgement());
    };
  }

  /// @param facets what it shares with everything under its contract
  private static Facets of(ContractEvent event, Facets facets) {
    return switch (event) {
      case ContractIssued e -> terms(facets, e.terms());
      case ContractAmended e -> terms(facets, e.terms()).words(e.reason());
      case ContractDelegated _ -> facets;
      case ContractEnded e -> facets.agent(e.agent()).authority().words(e.reason());
      case ContractRevoked e -> facets.agent(e.agent()).authority().words(e.reason());
      case PhaseDecided e -> phase(facets, e);
      case DispatchDecided e -> decided(facets, e);
      case DispatchRejudged e ->
          facets
              .agent(e.agent())
              .dispatch(e.dispatch())
              .judged(e.judgement())
              .asking(e.judgement());
      case StepJudged e -> facets.agent(e.agent()).dispatch(e.dispatch()).judged(e.judgement());
      case ApprovalRecorded e ->
          facets.dispatch(e.dispatch()).onBehalfOf(e.onBehalfOf()).words(e.reason());
      case ApprovalWithdrawn e -> facets.dispatch(e.dispatch()).words(e.reason());
      case ApprovalEscalated e -> facets.dispatch(e.dispatch()).words(e.reason());
      case DispatchClosed e -> facets.agent(e.agent()).dispatch(e.dispatch()).words(e.reason());
      case EvidenceRecorded e ->
          facets.dispatch(e.dispatch()).evidence(e.evidence()).words(e.evidence().producer());
      case OutcomeRecorded e -> outcome(facets, e);
      case FailureSignalled e ->
          facets
              .agent(e.agent())
              .dispatch(e.dispatch())
              .evidence(e.evidence())
              .words(e.kind())
              .words(e.detail());
      case HeartbeatRecorded e -> facets.agent(e.agent()).words(e.note());
      case PathTaken e -> facets.agent(e.agent()).dispatch(e.dispatch()).words(e.causedBy().path());
      case RollbackRequested e -> facets.agent(e.agent()).dispatch(e.dispatch()).words(e.reason());
      case NotificationRequested e -> facets.agent(e.agent()).words(e.webhook());
    };
  }

  private static Facets terms(Facets facets, ContractTerms terms) {
    return facets.agent(terms.agent()).authority().words(terms.task());
  }

  private static Facets phase(Facets facets, PhaseDecided e) {
    facets.agent(e.agent()).phase(e.phase()).evidence(e.evidence()).words(e.justification());
    return e.granted() ? facets.authority() : facets;
  }

  private static Facets decided(Facets facets, DispatchDecided e) {
    DispatchRequest request = e.request();
    request.phase().ifPresent(facets::phase);
    // After the fact nobody is asked any more.
    if (!request.afterTheFact()) {
      facets.asking(e.judgement());
    }
    return facets
        .agent(e.agent())
        .dispatch(request.id())
        .onBehalfOf(e.onBehalfOf())
        .action(request.action())
        .resources(request.resources())
        .run(Optional.ofNullable(request.labels().get(DispatchRequest.RUN_LABEL)))
        .words(request.justification())
        .judged(e.judgement());
  }

  private static Facets outcome(Facets facets, OutcomeRecorded e) {
    e.evidence().ifPresent(facets::evidence);
    return facets.agent(e.agent()).dispatch(e.dispatch()).words(e.detail());
  }
}
