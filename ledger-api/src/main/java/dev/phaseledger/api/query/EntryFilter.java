package dev.phaseledger.api.query;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import java.time.Instant;
import java.util.Optional;

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
    Optional<String> text) {

  /// A policy, by what names it.
  public sealed interface Policy {

    /// The digest of what was in force, or of one published document.
    record ByDigest(Digest digest) implements Policy {}

    /// A version of an invariant map or ladder: what was judged while it was in force.
    record ByVersion(String name, int version) implements Policy {}
  }
}
