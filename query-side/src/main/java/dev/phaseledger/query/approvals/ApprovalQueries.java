package dev.phaseledger.query.approvals;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.Approvers;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.query.AgentView;
import dev.phaseledger.api.query.ApprovalItem;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.DispatchView.ApprovalView;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.LedgerQuery.FindAgent;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.FindTrail;
import dev.phaseledger.api.query.LedgerQuery.ListApprovals;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.query.reading.Reads;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
  private record Candidate(ApprovalItem item, Approvers approvers) {}

  @QueryHandler
  Page<ApprovalItem> list(ListApprovals query) {
    List<ApprovalItem> items = new ArrayList<>();
    Cursor cursor = query.cursor();
    Optional<String> next = Optional.empty();
    for (int page = 0; page < PAGES_SEARCHED_MAX; page++) {
      Page<DispatchView> pending = pending(query, cursor);
      for (DispatchView dispatch : pending.items()) {
        Candidate candidate = candidate(query.tenant(), dispatch);
        if (query.by().map(by -> mayAnswer(by, candidate)).orElse(true)) {
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

  private Page<DispatchView> pending(ListApprovals query, Cursor cursor) {
    return reads.list(
        new ListDispatches(
            query.tenant(), query.contract(), Optional.empty(), Optional.empty(), true, cursor),
        DispatchView.class);
  }

  private boolean mayAnswer(Principal by, Candidate candidate) {
    DispatchView dispatch = candidate.item().dispatch();
    boolean inTime =
        dispatch
            .waiting()
            .map(waiting -> clock.instant().isBefore(waiting.deadline()))
            .orElse(false);
    boolean answered =
        dispatch.approvals().stream()
            .filter(ApprovalView::counts)
            .anyMatch(given ->
                given.approver().equals(by.id().value())
                    || by.onBehalfOf()
                        .map(PrincipalId::value)
                        .filter(given.approver()::equals)
                        .isPresent());
    return inTime && !answered && candidate.approvers().refusal(by).isEmpty();
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
    var item =
        new ApprovalItem(
            dispatch,
            evidence(tenant, dispatch),
            roles,
            contractRoles,
            (int)
                dispatch.approvals().stream()
                    .filter(given -> given.granted() && given.counts())
                    .count(),
            requirement.map(ApprovalRequirement::count).orElse(1));
    return new Candidate(item, new Approvers(excluded(tenant, dispatch), roles, contractRoles));
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

  private List<Digest> evidence(TenantId tenant, DispatchView dispatch) {
    List<TrailView.Step> steps =
        reads
            .find(new FindTrail(tenant, new DispatchId(dispatch.dispatchId())), TrailView.class)
            .map(TrailView::steps)
            .orElse(List.of());
    List<Digest> evidence = new ArrayList<>();
    for (TrailView.Step step : steps) {
      if (step.type().startsWith("evidence.recorded.")
          && evidence.size() < ApprovalItem.EVIDENCE_MAX
          && EntryCodec.decode(
                      step.entry().getBytes(StandardCharsets.UTF_8), step.position(), step.index())
                  .event()
              instanceof EvidenceRecorded recorded) {
        evidence.add(recorded.evidence().content());
      }
    }
    return evidence;
  }
}
