package dev.phaseledger.query.approvals;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.ApprovalItem;
import dev.phaseledger.api.query.ApprovalQuestion;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.DispatchView.ApprovalView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.FindApproval;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.LedgerQuery.ListApprovals;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.query.reading.Reads;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/// Answers what waits for approval, with all that an answer is bound to.
@Component
final class ApprovalQueries {

  /// Pages that one question looks through for what a caller may answer; the rest follows with the
  /// next page.
  static final int PAGES_SEARCHED_MAX = 8;

  private final Reads reads;
  private final Clock clock;

  ApprovalQueries(Reads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  /// A pending dispatch with who may answer it.
  ///
  /// @param voices who has spoken for it already
  private record Candidate(ApprovalItem item, Approvers approvers, Set<PrincipalId> voices) {}

  @QueryHandler
  Page<ApprovalItem> list(ListApprovals query) {
    List<ApprovalItem> items = new ArrayList<>();
    Cursor cursor = query.cursor();
    Optional<String> next = Optional.empty();
    for (int page = 0; page < PAGES_SEARCHED_MAX; page++) {
      Page<DispatchView> pending = pending(query, cursor);
      for (DispatchView dispatch : pending.items()) {
        Candidate candidate = candidate(query.tenant(), dispatch);
        if (query.by().map(by -> mayApprove(by, candidate)).orElse(true)) {
          items.add(candidate.item());
        }
      }
      next = pending.next();
      // A page that holds some is given as it is: it ends where its cursor says.
      if (next.isEmpty() || !items.isEmpty()) {
        break;
      }
      cursor = new Cursor(next, query.cursor().size());
    }
    return new Page<>(items, next);
  }

  @QueryHandler
  Optional<ApprovalQuestion> find(FindApproval query) {
    return reads
        .find(new FindDispatch(query.tenant(), query.dispatch()), DispatchView.class)
        .filter(dispatch -> dispatch.judgement().approval().isPresent())
        .map(dispatch -> {
          Candidate candidate = candidate(query.tenant(), dispatch);
          return new ApprovalQuestion(candidate.item(), refusal(query.by(), candidate));
        });
  }

  private Page<DispatchView> pending(ListApprovals query, Cursor cursor) {
    return reads.list(
        new ListDispatches(
            query.tenant(), query.contract(), Optional.empty(), Optional.empty(), true, cursor),
        DispatchView.class);
  }

  private boolean mayApprove(Principal by, Candidate candidate) {
    return refusal(by, candidate).isEmpty();
  }

  private Optional<String> refusal(Principal by, Candidate candidate) {
    DispatchView dispatch = candidate.item().dispatch();
    if (!dispatch.state().equals("PENDING")) {
      return Optional.of("it does not wait for approval any more");
    }
    boolean inTime =
        dispatch
            .waiting()
            .map(waiting -> clock.instant().isBefore(waiting.deadline()))
            .orElse(false);
    if (!inTime) {
      return Optional.of("the time to answer is over");
    }
    Optional<String> refusal = candidate.approvers().refusal(by);
    boolean spoken =
        !Collections.disjoint(candidate.voices(), Approvers.voices(by.id(), by.onBehalfOf()));
    return refusal.isEmpty() && spoken
        ? Optional.of("you have approved it already, or somebody has who speaks with you")
        : refusal;
  }

  private Candidate candidate(TenantId tenant, DispatchView dispatch) {
    Set<String> contractRoles =
        reads
            .find(
                new FindContract(tenant, new ContractId(dispatch.contractId())), ContractView.class)
            .map(contract -> contract.terms().approvers())
            .orElse(Set.of());
    Optional<ApprovalRequirement> requirement = dispatch.judgement().approval();
    Set<String> escalated =
        dispatch.waiting().map(DispatchView.Waiting::escalatedTo).orElse(Set.of());
    Set<String> roles =
        requirement.map(demand -> Approvers.roles(demand, escalated)).orElse(Set.of());
    Told told = told(tenant, dispatch);
    var item =
        new ApprovalItem(
            dispatch,
            told.evidence(),
            roles,
            contractRoles,
            (int)
                dispatch.approvals().stream()
                    .filter(given -> given.granted() && given.counts())
                    .count(),
            requirement.map(ApprovalRequirement::count).orElse(1));
    return new Candidate(
        item,
        new Approvers(excluded(tenant, dispatch), roles, contractRoles),
        spoken(dispatch, told));
  }

  /// The voices of the approvals that count.
  private static Set<PrincipalId> spoken(DispatchView dispatch, Told told) {
    Set<PrincipalId> spoken = new HashSet<>();
    for (ApprovalView given : dispatch.approvals()) {
      if (given.counts()) {
        var approver = new PrincipalId(given.approver());
        spoken.addAll(told.voices().getOrDefault(approver, Set.of(approver)));
      }
    }
    return spoken;
  }

  private Set<PrincipalId> excluded(TenantId tenant, DispatchView dispatch) {
    Set<PrincipalId> excluded = new HashSet<>();
    excluded.add(new PrincipalId(dispatch.agentId()));
    reads
        .find(new FindAgent(tenant, new AgentId(dispatch.agentId())), AgentView.class)
        .ifPresent(agent -> excluded.add(new PrincipalId(agent.owner())));
    dispatch
        .waiting()
        .ifPresent(waiting -> {
          excluded.add(new PrincipalId(waiting.requester()));
          waiting.onBehalfOf().ifPresent(human -> excluded.add(new PrincipalId(human)));
        });
    return excluded;
  }

  /// What the trail of a dispatch adds to the view of it.
  ///
  /// @param evidence digests of the evidence that was put on record for it
  /// @param voices who spoke with each approver's latest approval
  private record Told(List<Digest> evidence, Map<PrincipalId, Set<PrincipalId>> voices) {}

  private Told told(TenantId tenant, DispatchView dispatch) {
    List<TrailView.Step> steps =
        reads
            .find(new FindTrail(tenant, new DispatchId(dispatch.dispatchId())), TrailView.class)
            .map(TrailView::steps)
            .orElse(List.of());
    List<Digest> evidence = new ArrayList<>();
    Map<PrincipalId, Set<PrincipalId>> voices = new HashMap<>();
    for (TrailView.Step step : steps) {
      if (step.type().startsWith("evidence.recorded.")
          && evidence.size() < ApprovalItem.EVIDENCE_MAX
          && event(step) instanceof EvidenceRecorded recorded) {
        evidence.add(recorded.evidence().content());
      } else if (step.type().startsWith("approval.recorded.")
          && event(step) instanceof ApprovalRecorded given) {
        voices.put(given.approver(), Approvers.voices(given.approver(), given.onBehalfOf()));
      }
    }
    return new Told(evidence, voices);
  }

  private static LedgerEvent event(TrailView.Step step) {
    byte[] entry = step.entry().getBytes(StandardCharsets.UTF_8);
    return EntryCodec.decode(entry, step.position(), step.index()).event();
  }
}
