package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A verdict with everything needed to derive it again.
///
/// @param explanation one sentence for people
/// @param breach the contract clause that was broken, if one was
/// @param results what each invariant said that applied, in the map's order
/// @param factsRead the facts that were read, whichever way they turned out
/// @param parameters the rewritten parameters, if the verdict is CONSTRAINED
/// @param approval what would release the dispatch, if the verdict is APPROVAL_REQUIRED
/// @param until what to wait for, if the verdict is DEFERRED
/// @param timeout how long a pending or deferred dispatch waits before it is closed without
///   release; empty means as long as the ledger lets any wait
/// @param counts what was read that no stream which fences the decision holds
public record Judgement(
    Verdict verdict,
    String explanation,
    Basis basis,
    Optional<Breach> breach,
    List<InvariantResult> results,
    List<FactRead> factsRead,
    Optional<JsonValue.Fields> parameters,
    Optional<ApprovalRequirement> approval,
    Optional<String> until,
    Optional<Duration> timeout,
    List<CountRead> counts) {

  public Judgement {
    results = List.copyOf(results);
    factsRead = List.copyOf(factsRead);
    counts = List.copyOf(counts);
  }

  /// A judgement that read no count from outside of its contract.
  public Judgement(
      Verdict verdict,
      String explanation,
      Basis basis,
      Optional<Breach> breach,
      List<InvariantResult> results,
      List<FactRead> factsRead,
      Optional<JsonValue.Fields> parameters,
      Optional<ApprovalRequirement> approval,
      Optional<String> until,
      Optional<Duration> timeout) {
    this(
        verdict,
        explanation,
        basis,
        breach,
        results,
        factsRead,
        parameters,
        approval,
        until,
        timeout,
        List.of());
  }

  /// A judgement after which nothing waits longer than the ledger lets it.
  public Judgement(
      Verdict verdict,
      String explanation,
      Basis basis,
      Optional<Breach> breach,
      List<InvariantResult> results,
      List<FactRead> factsRead,
      Optional<JsonValue.Fields> parameters,
      Optional<ApprovalRequirement> approval,
      Optional<String> until) {
    this(
        verdict,
        explanation,
        basis,
        breach,
        results,
        factsRead,
        parameters,
        approval,
        until,
        Optional.empty());
  }

  /// The state that was judged on. An approval is stale as soon as one of these has changed.
  ///
  /// @param now the time bound to the decision
  /// @param policy the digest of the policy in force: of its invariant maps and of its ladder, if
  ///   there is one
  public record Basis(
      Instant now, int contractVersion, long authorityEpoch, int authorityLevel, Digest policy) {}

  /// A clause of the contract that the request broke, or of what stands above contracts.
  ///
  /// @param clause a stable name, such as `scope` or `action`; `ladder.` and a name for what the
  ///   agent's level does not allow; `tenant` while the tenant is halted
  /// @param severe whether it is a violation (scope) rather than a limit that was reached
  public record Breach(String clause, String detail, boolean severe) {}

  /// What one invariant said.
  ///
  /// @param map the invariant map it is in
  /// @param effect what a violation does, also where it does not do it
  /// @param message why, for people; empty where it holds
  public record InvariantResult(
      String map,
      String invariant,
      Outcome outcome,
      Effect effect,
      Enforcement enforcement,
      String message,
      Notes notes) {

    /// A result with nothing more to say.
    public InvariantResult(
        String map,
        String invariant,
        Outcome outcome,
        Effect effect,
        Enforcement enforcement,
        String message) {
      this(map, invariant, outcome, effect, enforcement, message, Notes.NONE);
    }

    /// What else is recorded of a result. Nothing of it decides.
    ///
    /// @param severity how bad a violation is, where it does not hold and the map says it
    /// @param exemption the exemption that it was skipped by
    /// @param annotations the values of the invariant's audit annotations, by their keys
    public record Notes(
        Optional<ContractEvent.Severity> severity,
        Optional<String> exemption,
        Map<String, String> annotations) {

      /// Nothing.
      public static final Notes NONE = new Notes(Optional.empty(), Optional.empty(), Map.of());

      public Notes {
        annotations =
            annotations.isEmpty()
                ? Map.of()
                : Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
      }
    }

    /// How the evaluation of one invariant ended.
    public enum Outcome {
      HOLDS,
      VIOLATED,
      /// It would be violated, but a dated exemption covers it.
      EXEMPTED,
      /// It could not be evaluated; counted by the invariant's failure policy.
      ERROR
    }
  }

  /// A fact that was read: where its value is on record, without repeating it.
  ///
  /// @param value the digest of the value's canonical form
  public record FactRead(String name, String key, Instant observedAt, Digest value) {}

  /// Who must approve.
  ///
  /// @param roles roles of which an approver must hold one; empty means any approver
  /// @param count distinct approvers needed
  /// @param escalation whom to ask besides if they do not answer
  public record ApprovalRequirement(Set<String> roles, int count, Optional<Escalation> escalation) {
    public ApprovalRequirement {
      roles = Set.copyOf(roles);
    }

    /// A requirement without escalation.
    public ApprovalRequirement(Set<String> roles, int count) {
      this(roles, count, Optional.empty());
    }
  }

  /// Whose approval counts as well, and from when on.
  ///
  /// @param after time since the dispatch waits
  public record Escalation(Duration after, Set<String> roles) {
    public Escalation {
      roles = Set.copyOf(roles);
    }
  }

  /// What a violated invariant does. Declared from the weakest to the strongest.
  public enum Effect {
    /// Nothing beyond the record.
    NONE,
    SIGNAL,
    DEMOTE,
    CONSTRAIN,
    REQUIRE_APPROVAL,
    DEFER,
    VETO,
    REVOKE
  }

  /// Whether a violation counts.
  public enum Enforcement {
    /// It decides.
    ENFORCE,
    /// It is shown to the caller, and does not decide.
    WARN,
    /// It is only recorded.
    AUDIT
  }
}
