package dev.phaseledger.policy;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Everything that invariants may read about one dispatch. Evaluation depends on nothing else.
///
/// @param evidence what is on record under the contract, the latest first
/// @param approvals the answers given to this dispatch; stale ones left out
/// @param escalated roles whose approval counts too where an invariant escalates to them
/// @param now the time bound to the decision
public record DecisionInput(
    DispatchRequest request,
    ActingAgent agent,
    ContractId contract,
    ContractTerms terms,
    History history,
    List<Evidence> evidence,
    List<Approval> approvals,
    Set<String> escalated,
    FactBook facts,
    Instant now) {

  public DecisionInput {
    evidence = List.copyOf(evidence);
    approvals = List.copyOf(approvals);
    escalated = Set.copyOf(escalated);
  }

  /// An input about a dispatch whose approval was not escalated.
  public DecisionInput(
      DispatchRequest request,
      ActingAgent agent,
      ContractId contract,
      ContractTerms terms,
      History history,
      List<Evidence> evidence,
      List<Approval> approvals,
      FactBook facts,
      Instant now) {
    this(request, agent, contract, terms, history, evidence, approvals, Set.of(), facts, now);
  }

  /// The same about another form of the request.
  DecisionInput with(DispatchRequest otherForm) {
    return new DecisionInput(
        otherForm, agent, contract, terms, history, evidence, approvals, escalated, facts, now);
  }

  /// The agent as it stands when the decision is made.
  ///
  /// @param owner who answers for the agent: invariants see it as the one who requests, and it
  ///   never approves the agent's dispatches
  /// @param level the step of the autonomy ladder
  /// @param active whether the agent is not revoked
  public record ActingAgent(
      AgentId id, PrincipalId owner, int level, Set<String> roles, boolean active) {
    public ActingAgent {
      roles = Set.copyOf(roles);
    }
  }

  /// What the contract has used so far.
  ///
  /// @param spentMicros sum of the costs of released dispatches, in millionths of the currency
  /// @param counters numbers by name, such as `failures_24h`
  /// @param context what the agent has come to know under the contract
  /// @param counts answers how often things happened lately
  public record History(
      long spentMicros, Map<String, Long> counters, SessionContext context, CountBook counts) {
    public History {
      counters = Collections.unmodifiableSortedMap(new TreeMap<>(counters));
    }

    /// A history of which nothing else is known.
    public History(long spentMicros, Map<String, Long> counters) {
      this(spentMicros, counters, SessionContext.EMPTY, CountBook.NONE);
    }
  }

  /// One human's answer to this dispatch.
  ///
  /// @param roles the roles the approver held, as far as they matter
  public record Approval(PrincipalId by, Set<String> roles, Instant at, boolean granted) {
    public Approval {
      roles = Set.copyOf(roles);
    }
  }
}
