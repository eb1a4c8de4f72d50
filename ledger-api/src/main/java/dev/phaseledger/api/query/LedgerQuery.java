package dev.phaseledger.api.query;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.ContractEvent.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Questions about one tenant. Each names its answer; all are asked through the query gateway.
public sealed interface LedgerQuery {

  TenantId tenant();

  /// Answer: `Optional<AgentView>`.
  record FindAgent(TenantId tenant, AgentId agent) implements LedgerQuery {}

  /// Answer: `Page<AgentView>`, by identifier.
  record ListAgents(TenantId tenant, Cursor cursor) implements LedgerQuery {}

  /// Answer: `List<AgentView>`: active agents whose competence record has changed behind a
  /// position, in the order of their last change.
  ///
  /// @param after [dev.phaseledger.api.event.Competence#position] of the last agent of the part
  ///   before; 0 for all agents
  /// @param size agents, at most
  record ListAgentsByCompetenceChange(TenantId tenant, long after, int size)
      implements LedgerQuery {}

  /// Answer: `Page<PromotionView>`: proposals that are open at a time, newest first.
  record ListOpenPromotions(TenantId tenant, Instant now, Cursor cursor) implements LedgerQuery {}

  /// Answer: `Page<MapView>`, the versions of one map, newest first.
  record ListMapVersions(TenantId tenant, String name, Cursor cursor) implements LedgerQuery {}

  /// Answer: `Optional<MapView>`, the newest publication of a version of a map.
  record FindMapVersion(TenantId tenant, String name, Digest digest) implements LedgerQuery {}

  /// Answer: `MapsView`: every map that is in force, was, or is being written.
  record DescribeMaps(TenantId tenant) implements LedgerQuery {}

  /// Answer: `Optional<MapDraftView>`; empty if nobody is writing that map.
  record FindMapDraft(TenantId tenant, String name) implements LedgerQuery {}

  /// Answer: `Optional<MapDiffView>`; empty if the map has not had both versions.
  record CompareMapVersions(TenantId tenant, String name, Digest from, Digest to)
      implements LedgerQuery {}

  /// Answer: `Page<BacktestJobView>`: those that are remembered, newest first, all on one page.
  record ListBacktests(TenantId tenant) implements LedgerQuery {}

  /// Answer: `Optional<BacktestView>`; empty if the tenant has no such result, or if no key of its
  /// log has signed it.
  record FindBacktestResult(TenantId tenant, Digest result) implements LedgerQuery {}

  /// Answer: `Page<ReplayJobView>`: those that are remembered, newest first, all on one page.
  record ListReplays(TenantId tenant) implements LedgerQuery {}

  /// Answer: `Optional<ReplayView>`; empty if the tenant has no such result, or if no key of its
  /// log has signed it.
  record FindReplayResult(TenantId tenant, Digest result) implements LedgerQuery {}

  /// Answer: `Page<LadderView>`, versions newest first; the first one is in force.
  record ListLadders(TenantId tenant, Cursor cursor) implements LedgerQuery {}

  /// Answer: `TenantView`.
  record FindTenant(TenantId tenant) implements LedgerQuery {}

  /// Answer: `Optional<ContractView>`.
  record FindContract(TenantId tenant, ContractId contract) implements LedgerQuery {}

  /// Answer: `Page<ContractView>`, newest first.
  ///
  /// @param status only contracts of that status
  record ListContracts(
      TenantId tenant, Optional<AgentId> agent, Optional<String> status, Cursor cursor)
      implements LedgerQuery {

    /// Contracts of any status.
    public ListContracts(TenantId tenant, Optional<AgentId> agent, Cursor cursor) {
      this(tenant, agent, Optional.empty(), cursor);
    }
  }

  /// Answer: `Optional<DispatchView>`.
  record FindDispatch(TenantId tenant, DispatchId dispatch) implements LedgerQuery {}

  /// Answer: `Page<DispatchView>`, newest first.
  ///
  /// @param invariant only dispatches of which that invariant was violated
  /// @param state only dispatches in that state, see [DispatchView#state()]
  record ListDispatches(
      TenantId tenant,
      Optional<ContractId> contract,
      Optional<Verdict> verdict,
      Optional<String> invariant,
      Optional<String> state,
      Cursor cursor)
      implements LedgerQuery {

    /// Whatever their state, or only those that wait for approval.
    public ListDispatches(
        TenantId tenant,
        Optional<ContractId> contract,
        Optional<Verdict> verdict,
        Optional<String> invariant,
        boolean pendingApproval,
        Cursor cursor) {
      this(
          tenant,
          contract,
          verdict,
          invariant,
          pendingApproval ? Optional.of("PENDING") : Optional.empty(),
          cursor);
    }
  }

  /// Answer: `Page<ApprovalItem>`: what waits for approval, newest first.
  ///
  /// @param by only what this caller may still answer
  record ListApprovals(
      TenantId tenant, Optional<ContractId> contract, Optional<Principal> by, Cursor cursor)
      implements LedgerQuery {}

  /// Answer: `Optional<ApprovalQuestion>`: a dispatch that needs approval, or needed it.
  ///
  /// @param by who would answer it
  record FindApproval(TenantId tenant, DispatchId dispatch, Principal by) implements LedgerQuery {}

  /// Answer: `Optional<TrailView>`: everything on record that concerns one dispatch, in order.
  record FindTrail(TenantId tenant, DispatchId dispatch) implements LedgerQuery {}

  /// Answer: `Page<EntryView>`, in the order of the log.
  record ListEntries(TenantId tenant, EntryFilter filter, LogOrder order, Cursor cursor)
      implements LedgerQuery {}

  /// Answer: `CountsView`.
  ///
  /// @param bucket the length of a stretch of time that is counted apart; empty for one count over
  ///   all of it
  /// @param by what else is counted apart
  record CountEntries(
      TenantId tenant, EntryFilter filter, Optional<Duration> bucket, Optional<CountedBy> by)
      implements LedgerQuery {}

  /// Answer: `Optional<AuthorityView>`: what an agent could do at a moment; empty if it was not
  /// registered then.
  record FindAuthority(TenantId tenant, AgentId agent, AsOf asOf) implements LedgerQuery {}

  /// Answer: `Optional<PastContractView>`; empty if it was not issued then.
  record FindPastContract(TenantId tenant, ContractId contract, AsOf asOf) implements LedgerQuery {}

  /// Answer: `Optional<PastDispatchView>`; empty if it was not decided on then.
  record FindPastDispatch(TenantId tenant, DispatchId dispatch, AsOf asOf) implements LedgerQuery {}

  /// Answer: `Page<MapView>`, versions newest first.
  record ListInvariantMaps(TenantId tenant, Cursor cursor) implements LedgerQuery {}

  /// Answer: `Page<SignalView>`, newest first.
  record ListSignals(TenantId tenant, SignalFilter filter, Cursor cursor) implements LedgerQuery {

    /// All of them, or all of one agent.
    public ListSignals(TenantId tenant, Optional<AgentId> agent, Cursor cursor) {
      this(
          tenant,
          new SignalFilter(
              agent,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              Optional.empty()),
          cursor);
    }
  }

  /// Which failures.
  ///
  /// @param from detected at this time or later
  /// @param to detected before this time
  record SignalFilter(
      Optional<AgentId> agent,
      Optional<ContractId> contract,
      Optional<String> kind,
      Optional<Severity> severity,
      Optional<Instant> from,
      Optional<Instant> to) {}

  /// Answer: `Optional<SignalTrace>`.
  record FindSignal(TenantId tenant, String signal) implements LedgerQuery {}

  /// Answer: `DetectionView`.
  record SummarizeDetection(TenantId tenant) implements LedgerQuery {}

  /// Answer: `SummaryView`: counts over the whole tenant.
  record Summarize(TenantId tenant) implements LedgerQuery {}

  /// Answer: `Optional<String>`: the newest signed checkpoint of the tenant's log, a C2SP signed
  /// note; empty while the log has no entries.
  record FindCheckpoint(TenantId tenant) implements LedgerQuery {}

  /// Answer: `Page<PathsView>`, versions newest first; the first one is in force.
  record ListPaths(TenantId tenant, Cursor cursor) implements LedgerQuery {}

  /// Answer: `Boolean`: whether the views reflect a position, after waiting for a while.
  record AwaitViews(TenantId tenant, long position) implements LedgerQuery {}

  /// Whose mishaps: an agent's under all of its contracts, or those under one contract.
  sealed interface Whose {
    record OfAgent(AgentId agent) implements Whose {}

    record OfContract(ContractId contract) implements Whose {}
  }

  /// Answer: `Long`: how many mishaps of a kind there were.
  ///
  /// @param after only those recorded later than this time
  /// @param upTo only those recorded at this position or before
  record CountMishaps(TenantId tenant, MishapKind kind, Whose whose, Instant after, long upTo)
      implements LedgerQuery {}

  /// Answer: `Optional<Long>`: position of the entry that triggered the path when it was last taken
  /// for a subject; of its own entry, if an operator took it.
  ///
  /// @param before only triggers in front of this position
  record FindLastTrigger(TenantId tenant, String path, Whose whose, long before)
      implements LedgerQuery {}

  /// Answer: `DelegatesView`.
  record ListDelegates(TenantId tenant, ContractId contract) implements LedgerQuery {

    /// Delegates that are answered, at most.
    public static final int DELEGATES_MAX = 1_000;
  }

  /// What went wrong, as far as revocation paths count it.
  enum MishapKind {
    /// A released dispatch failed.
    FAILURE,
    /// A dispatch was vetoed.
    VETO
  }

  /// Which way through the log.
  enum LogOrder {
    NEWEST,
    OLDEST
  }

  /// What entries are counted by.
  enum CountedBy {
    TYPE,
    VERDICT,
    AGENT,
    PRINCIPAL,
    CONTRACT,
    ACTION,
    PHASE,
    POLICY
  }

  /// Where a page starts and how long it is.
  ///
  /// @param after the `next` of the page before; empty for the first page
  /// @param size rows, from 1 to [#SIZE_MAX]
  record Cursor(Optional<String> after, int size) {

    /// Rows of a page, at most.
    public static final int SIZE_MAX = 500;

    /// Rows of a page, unless asked otherwise.
    public static final int SIZE_DEFAULT = 50;

    public Cursor {
      if (size < 1 || size > SIZE_MAX) {
        throw new dev.phaseledger.api.InvalidFieldException(
            "size", "must be from 1 to " + SIZE_MAX + " rows");
      }
    }

    public static Cursor first() {
      return new Cursor(Optional.empty(), SIZE_DEFAULT);
    }
  }
}
