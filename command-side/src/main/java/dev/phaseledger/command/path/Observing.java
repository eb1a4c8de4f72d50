package dev.phaseledger.command.path;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.command.evidence.FailureKinds;
import dev.phaseledger.policy.path.Observation;
import dev.phaseledger.policy.path.Observation.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Tells what an entry shows that may set paths off. It answers from recorded entries alone.
@Component
final class Observing {

  private static final String CLAUSE_PREFIX = "ledger:contract/";
  private static final String FAILED = "dispatch.failed";
  private static final String VETOED = "dispatch.vetoed";

  private final LedgerReader log;
  private final PathViews views;

  Observing(LedgerReader log, PathViews views) {
    this.log = log;
    this.views = views;
  }

  /// Whether an entry may show anything; asked of every entry, so it costs nothing.
  static boolean shows(ContractEvent event) {
    return switch (event) {
      case FailureSignalled _ -> true;
      case OutcomeRecorded e -> e.outcome() == Outcome.FAILED;
      case DispatchDecided e -> vetoed(e);
      case DispatchRejudged e -> e.judgement().verdict() == Verdict.VETOED;
      default -> false;
    };
  }

  /// A call that was reconstructed from a recording happened elsewhere and earlier: it is judged
  /// for those who want to know, and nobody is punished for it here.
  private static boolean vetoed(DispatchDecided e) {
    return e.judgement().verdict() == Verdict.VETOED && !e.request().afterTheFact();
  }

  /// What an entry shows.
  List<Observation> of(Occurrence occurrence) {
    return switch (occurrence.event()) {
      case FailureSignalled e -> signalled(occurrence, e);
      case OutcomeRecorded e when e.outcome() == Outcome.FAILED ->
          List.of(
              new Observation.Failure(
                  about(occurrence, e.agent(), request(occurrence, e.dispatch()))
                      .of(FAILED, Severity.MEDIUM)));
      case DispatchDecided e when vetoed(e) ->
          List.of(
              new Observation.Veto(
                  about(occurrence, e.agent(), Optional.of(e.request())).of(VETOED, Severity.LOW)));
      case DispatchRejudged e when e.judgement().verdict() == Verdict.VETOED ->
          List.of(
              new Observation.Veto(
                  about(occurrence, e.agent(), request(occurrence, e.dispatch()))
                      .of(VETOED, Severity.LOW)));
      default -> List.of();
    };
  }

  private List<Observation> signalled(Occurrence occurrence, FailureSignalled e) {
    Optional<DispatchView> dispatch = e.dispatch().flatMap(id -> view(occurrence, id));
    Optional<DispatchRequest> request = dispatch.map(DispatchView::request);
    if (request.filter(DispatchRequest::afterTheFact).isPresent()) {
      return List.of();
    }
    Severity severity = e.severity();
    Abouts about = about(occurrence, e.agent(), request);
    List<Observation> observations = new ArrayList<>();
    observations.add(new Observation.Signalled(about.of(e.kind(), severity), e.detector()));
    switch (e.kind()) {
      case FailureKinds.BREACH ->
          clause(e)
              .ifPresent(clause ->
                  observations.add(new Observation.Breach(about.of(e.kind(), severity), clause)));
      case FailureKinds.EVIDENCE_FAILED ->
          before(occurrence)
              .filter(EvidenceRecorded.class::isInstance)
              .map(EvidenceRecorded.class::cast)
              .filter(_ -> dispatch.filter(Observing::wasReleased).isPresent())
              .ifPresent(recorded ->
                  observations.add(
                      new Observation.FailedEvidence(
                          about.of(recorded.evidence().kind(), severity))));
      case FailureKinds.HEARTBEAT_STALE ->
          observations.add(new Observation.StaleHeartbeat(about.of(e.kind(), severity)));
      case FailureKinds.BUDGET_OVERRUN ->
          before(occurrence)
              .filter(OutcomeRecorded.class::isInstance)
              .map(OutcomeRecorded.class::cast)
              .filter(outcome -> outcome.costMicros().isPresent() && request.isPresent())
              .ifPresent(outcome ->
                  observations.add(
                      new Observation.Overrun(
                          about.of(e.kind(), severity),
                          request.orElseThrow().costMicros(),
                          outcome.costMicros().getAsLong())));
      default -> {}
    }
    return observations;
  }

  private static boolean wasReleased(DispatchView dispatch) {
    return switch (dispatch.state()) {
      case "RELEASED", "SUCCEEDED", "FAILED", "UNKNOWN", "CANCELLED" -> true;
      default -> false;
    };
  }

  private static Optional<String> clause(FailureSignalled e) {
    return e.detector().startsWith(CLAUSE_PREFIX)
        ? Optional.of(e.detector().substring(CLAUSE_PREFIX.length()))
        : Optional.empty();
  }

  /// What the ledger signalled this for: it stands right before, in the same append.
  private Optional<ContractEvent> before(Occurrence occurrence) {
    return log.read(occurrence.position() - 1, 1).stream()
        .map(RecordedEvent::event)
        .filter(ContractEvent.class::isInstance)
        .map(ContractEvent.class::cast)
        .filter(event -> event.contract().equals(occurrence.event().contract()))
        .findFirst();
  }

  private Optional<DispatchRequest> request(Occurrence occurrence, DispatchId dispatch) {
    return view(occurrence, dispatch).map(DispatchView::request);
  }

  /// Of this contract only: whoever signals may name any dispatch.
  private Optional<DispatchView> view(Occurrence occurrence, DispatchId dispatch) {
    TenantId tenant = occurrence.tenant();
    views.awaitAll(tenant);
    return views
        .dispatch(tenant, dispatch)
        .filter(view -> view.contractId().equals(occurrence.event().contract().value()));
  }

  /// Completes what is known of an entry.
  private interface Abouts {
    About of(String kind, Severity severity);
  }

  private static Abouts about(
      Occurrence occurrence, AgentId agent, Optional<DispatchRequest> request) {
    return (kind, severity) ->
        new About(
            agent,
            Optional.of(occurrence.event().contract()),
            request.map(DispatchRequest::id),
            request.map(DispatchRequest::action),
            request.map(DispatchRequest::resources).orElse(List.of()),
            occurrence.at(),
            severity,
            kind);
  }
}
