package dev.phaseledger.api.query;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Which entries of a ledger. What is empty does not matter; an entry must match all the rest.
///
/// @param from recorded at this time or later
/// @param to recorded before this time
/// @param fromPosition recorded at this position or behind it
/// @param toPosition recorded at this position or in front of it
/// @param agent about this agent, or under a contract that it holds
/// @param principal caused by this principal
/// @param onBehalfOf caused by somebody who acts for this human
/// @param dispatch concerning this dispatch
/// @param type the recorded type without its version, such as `agent.revoked`
/// @param resourcePrefix a request that names a resource which begins like this
/// @param invariant something that did not hold: `map/invariant`, or `contract/clause`
/// @param run the request's label `run`, and everything that concerns such requests
/// @param text words that people and agents wrote, in the syntax of web search engines: all words,
///   `"a phrase"`, `or`, `-without`
/// @param gate what asked for approval: `map/invariant`, or `ladder/level-N`
/// @param states concerning a dispatch that is in one of these states by now, see
///   [DispatchView#state()]; empty if that does not matter
/// @param sign that it tells about how well governance works
public record EntryFilter(
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Long> fromPosition,
    Optional<Long> toPosition,
    Optional<AgentId> agent,
    Optional<PrincipalId> principal,
    Optional<PrincipalId> onBehalfOf,
    Optional<ContractId> contract,
    Optional<DispatchId> dispatch,
    Optional<String> type,
    Optional<String> action,
    Optional<String> resourcePrefix,
    Optional<Verdict> verdict,
    Optional<String> invariant,
    Optional<Policy> policy,
    Optional<String> phase,
    Optional<Digest> evidence,
    Optional<String> run,
    Optional<String> text,
    Optional<String> gate,
    Set<String> states,
    Optional<Sign> sign) {

  public EntryFilter {
    states = Set.copyOf(states);
  }

  /// Whatever asked, whatever became of it, and whatever it is a sign of.
  public EntryFilter(
      Optional<Instant> from,
      Optional<Instant> to,
      Optional<Long> fromPosition,
      Optional<Long> toPosition,
      Optional<AgentId> agent,
      Optional<PrincipalId> principal,
      Optional<PrincipalId> onBehalfOf,
      Optional<ContractId> contract,
      Optional<DispatchId> dispatch,
      Optional<String> type,
      Optional<String> action,
      Optional<String> resourcePrefix,
      Optional<Verdict> verdict,
      Optional<String> invariant,
      Optional<Policy> policy,
      Optional<String> phase,
      Optional<Digest> evidence,
      Optional<String> run,
      Optional<String> text) {
    this(
        from,
        to,
        fromPosition,
        toPosition,
        agent,
        principal,
        onBehalfOf,
        contract,
        dispatch,
        type,
        action,
        resourcePrefix,
        verdict,
        invariant,
        policy,
        phase,
        evidence,
        run,
        text,
        Optional.empty(),
        Set.of(),
        Optional.empty());
  }

  /// All entries that were recorded within a time.
  ///
  /// @param to the first moment that is outside of it
  public static EntryFilter between(Instant from, Instant to) {
    return new EntryFilter(
        Optional.of(from),
        Optional.of(to),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// The same of one type only.
  ///
  /// @param only the recorded type without its version
  public EntryFilter ofType(String only) {
    return new EntryFilter(
        from,
        to,
        fromPosition,
        toPosition,
        agent,
        principal,
        onBehalfOf,
        contract,
        dispatch,
        Optional.of(only),
        action,
        resourcePrefix,
        verdict,
        invariant,
        policy,
        phase,
        evidence,
        run,
        text,
        gate,
        states,
        sign);
  }

  /// What an entry tells about how well governance works, see [HealthView].
  public enum Sign {
    /// A request that was released at once: nobody was asked.
    UNASKED,
    /// Such a request that a failure signal names.
    INCIDENT,
    /// A request that names the run it belongs to.
    IN_RUN,
    /// A request of a run whose request before had been refused or had failed by then.
    REPLAN,
    /// A judgement that read facts.
    FACTS_READ,
    /// A judgement that read a fact observed longer before it than [HealthView#FACT_AGE_MAX].
    STALE_FACTS,
    /// A request that was judged after the fact; it released nothing.
    AFTER_THE_FACT
  }

  /// A policy, by what names it.
  public sealed interface Policy {

    /// The digest of what was in force, or of one published document.
    record ByDigest(Digest digest) implements Policy {}

    /// A version of an invariant map or ladder: what was judged while it was in force.
    record ByVersion(String name, int version) implements Policy {}
  }
}
