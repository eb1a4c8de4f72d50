package dev.phaseledger.app.service;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.TenantId;
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
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Plays a tenant's log back in the order of positions and holds each decision against the state at
/// its own place: what it was judged on must be what was in force there. It shares no code with the
/// folding that decisions were made on.
final class BasisCheck {

  private static final int PAGE_ENTRIES = 1_000;

  /// What a decision was judged on although it was no longer so.
  enum Kind {
    AUTHORITY,
    POLICY,
    CONTRACT,
    /// Released under an agent that was revoked.
    RELEASED_FOR_REVOKED_AGENT,
    /// Released under a contract that was revoked.
    RELEASED_UNDER_REVOKED_CONTRACT,
    /// Released although the maps in force veto every dispatch.
    RELEASED_AGAINST_VETO,
    /// Released in a tenant that was halted.
    RELEASED_WHILE_HALTED
  }

  record Mismatch(long position, Kind kind, String detail) {}

  private record Standing(boolean active, int level, long epoch) {
    Standing next(boolean isActive, int atLevel) {
      return new Standing(isActive, atLevel, epoch + 1);
    }
  }

  private record Terms(int version, boolean active) {}

  private final TenantId tenant;
  private final Predicate<String> vetoesAll;
  private final Map<AgentId, Standing> agents = new HashMap<>();
  private final Map<ContractId, Terms> contracts = new HashMap<>();
  private final Map<String, CompiledMap> maps = new TreeMap<>();
  private final List<Mismatch> mismatches = new ArrayList<>();
  private Digest policy = PolicySnapshot.EMPTY.digest();
  private boolean halted;
  private long position;
  private long decisions;
  private long released;

  /// @param vetoesAll tells from a map's source whether it vetoes whatever is asked for
  BasisCheck(TenantId tenant, Predicate<String> vetoesAll) {
    this.tenant = tenant;
    this.vetoesAll = vetoesAll;
  }

  /// Goes on to the end of the log, as it is now; a log that keeps growing is not chased.
  BasisCheck readOn(RaceNode node) {
    List<RecordedEvent> page;
    do {
      page = node.read(position + 1, PAGE_ENTRIES);
      page.forEach(this::accept);
    } while (page.size() == PAGE_ENTRIES);
    return this;
  }

  List<Mismatch> mismatches() {
    return mismatches;
  }

  /// How many mismatches are of that kind.
  long count(Kind kind) {
    return mismatches.stream().filter(mismatch -> mismatch.kind() == kind).count();
  }

  /// Decisions held against the state so far.
  long decisions() {
    return decisions;
  }

  /// Decisions that let the agent act.
  long released() {
    return released;
  }

  private void accept(RecordedEvent recorded) {
    if (recorded.position() != ++position) {
      throw new IllegalStateException(
          "position %d follows %d".formatted(recorded.position(), position - 1));
    }
    if (!recorded.stream().tenant().equals(tenant)) {
      return;
    }
    switch (recorded.event()) {
      case AgentEvent event -> fold(event);
      case InvariantMapPublished published -> {
        maps.put(published.name(), InvariantMaps.compile(published.source()));
        policy = PolicySnapshot.of(maps.values()).digest();
      }
      case TenantHalted _ -> halted = true;
      case TenantResumed _ -> halted = false;
      case ContractIssued issued ->
          contracts.put(issued.contract(), new Terms(issued.terms().version(), true));
      case ContractRevoked revoked ->
          contracts.computeIfPresent(
              revoked.contract(), (_, terms) -> new Terms(terms.version(), false));
      case DispatchDecided decided ->
          check(decided.agent(), decided.contract(), decided.judgement());
      case DispatchRejudged rejudged ->
          check(rejudged.agent(), rejudged.contract(), rejudged.judgement());
      case PolicyEvent _, ContractEvent _, LogEvent _, SubjectEvent _ -> {}
    }
  }

  private void fold(AgentEvent event) {
    agents.compute(
        event.agent(),
        (_, known) -> {
          Standing before = known == null ? new Standing(false, 0, 0) : known;
          return switch (event) {
            case AgentRegistered registered -> before.next(true, registered.level());
            case AgentLevelChanged changed -> before.next(before.active(), changed.to());
            case PromotionProposed _, PromotionAnswered _, AgentStepJudged _ -> before;
            case AgentSuspended _, AgentRevoked _ -> before.next(false, before.level());
            case AgentReinstated reinstated -> before.next(true, reinstated.level());
          };
        });
  }

  private void check(AgentId agent, ContractId contract, Judgement judgement) {
    decisions++;
    Standing standing = agents.getOrDefault(agent, new Standing(false, 0, 0));
    Terms terms = contracts.getOrDefault(contract, new Terms(0, false));
    Judgement.Basis basis = judgement.basis();
    if (basis.authorityEpoch() != standing.epoch() || basis.authorityLevel() != standing.level()) {
      found(Kind.AUTHORITY, "judged on %s, in force was %s".formatted(basis, standing));
    }
    if (!basis.policy().equals(policy)) {
      found(Kind.POLICY, "judged on %s, in force was %s".formatted(basis, policy));
    }
    if (basis.contractVersion() != terms.version()) {
      found(Kind.CONTRACT, "judged on %s, in force was %s".formatted(basis, terms));
    }
    if (!judgement.verdict().releases()) {
      return;
    }
    released++;
    if (!standing.active()) {
      found(Kind.RELEASED_FOR_REVOKED_AGENT, agent.toString());
    }
    if (!terms.active()) {
      found(Kind.RELEASED_UNDER_REVOKED_CONTRACT, contract.toString());
    }
    if (halted) {
      found(Kind.RELEASED_WHILE_HALTED, contract.toString());
    }
    if (maps.values().stream().anyMatch(map -> vetoesAll.test(map.source()))) {
      found(Kind.RELEASED_AGAINST_VETO, contract.toString());
    }
  }

  private void found(Kind kind, String detail) {
    mismatches.add(new Mismatch(position, kind, detail));
  }
}
