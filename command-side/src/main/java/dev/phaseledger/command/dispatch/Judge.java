package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Breach;
import dev.phaseledger.api.event.Silence;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.Evaluation;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Judges a request: first by its contract, then by its agent's level, then by the invariant maps.
/// Pure.
public final class Judge {

  private final Situation situation;

  public Judge(Situation situation) {
    this.situation = situation;
  }

  /// A judgement, with what else it demands.
  ///
  /// @param demoteLevels steps of the autonomy ladder the agent goes down
  /// @param signals whether a failure signal is demanded beside the verdict
  /// @param revokes whether an invariant demands the end of the contract
  public record Ruling(Judgement judgement, int demoteLevels, boolean signals, boolean revokes) {}

  /// Judges a request that was not judged before.
  public Ruling judge(DispatchRequest request) {
    return judge(SealedRequest.plain(request));
  }

  /// Judges a request that was not judged before.
  public Ruling judge(SealedRequest request) {
    return judge(request, new Answers(List.of(), Set.of()), false);
  }

  /// Judges a request that waits anew, with the approvals it has got.
  ///
  /// @param escalated roles that were asked besides, since nobody answered in time
  public Ruling rejudge(SealedRequest request, List<Approval> approvals, Set<String> escalated) {
    return judge(request, new Answers(approvals, escalated), true);
  }

  private record Answers(List<Approval> approvals, Set<String> escalated) {}

  /// Judges a pending request of which nobody can read the whole any more: it is not released.
  public Ruling unreadable(SubjectId subject, long position) {
    var breach =
        new Breach(
            "personal",
            "subject %s was erased at position %d, and what cannot be read is not released"
                .formatted(subject, position),
            false);
    return new Ruling(broken(breach, Optional.empty()), 0, false, false);
  }

  /// What a judgement made now is based on.
  public Basis basis() {
    return new Basis(
        situation.now(),
        situation.contract().terms().version(),
        situation.agent().epoch(),
        situation.agent().level(),
        situation.policy().digest());
  }

  private Ruling judge(SealedRequest request, Answers answers, boolean open) {
    if (situation.policy().halted().isPresent()) {
      var halted =
          new Breach("tenant", "the tenant is halted: " + situation.policy().halted().get(), false);
      return new Ruling(broken(halted, Optional.empty()), 0, false, false);
    }
    var check = new ContractCheck(situation.contract(), situation.agent(), situation.now());
    var ladder = new LadderCheck(situation);
    Optional<Breach> breach =
        check.breach(request, open).or(this::silence).or(() -> ladder.breach(request.recorded()));
    if (breach.isPresent()) {
      return new Ruling(broken(breach.get(), Optional.empty()), 0, breach.get().severe(), false);
    }
    Evaluation evaluation = evaluate(request, answers);
    if (evaluation.verdict() == Verdict.CONSTRAINED) {
      Optional<Breach> rewritten =
          check.rewrittenInput(request, evaluation.parameters().orElseThrow());
      if (rewritten.isPresent()) {
        return new Ruling(
            broken(rewritten.get(), Optional.of(evaluation)),
            evaluation.demoteLevels(),
            true,
            false);
      }
    }
    Optional<ApprovalRequirement> level =
        ladder.approval(request.recorded(), evaluation, answers.approvals());
    Verdict verdict = level.isPresent() ? Verdict.APPROVAL_REQUIRED : evaluation.verdict();
    return new Ruling(
        new Judgement(
            verdict,
            level.isPresent() ? ladder.explanation(evaluation) : evaluation.explanation(),
            basis(),
            Optional.empty(),
            evaluation.results(),
            evaluation.factsRead(),
            verdict == Verdict.CONSTRAINED ? evaluation.parameters() : Optional.empty(),
            verdict == Verdict.APPROVAL_REQUIRED
                ? level.or(evaluation::approval)
                : Optional.empty(),
            verdict == Verdict.DEFERRED ? evaluation.until() : Optional.empty(),
            evaluation.timeout(),
            evaluation.counts()),
        evaluation.demoteLevels(),
        !evaluation.signals().isEmpty(),
        evaluation.effect() == Judgement.Effect.REVOKE);
  }

  /// An agent that gives no sign of life is not trusted to know what it asks for.
  private Optional<Breach> silence() {
    return situation
        .contract()
        .pulse()
        .overdueAt(situation.contract().terms().stopping())
        .filter(at -> !situation.now().isBefore(at))
        .map(at ->
            new Breach(
                Silence.CLAUSE,
                "the agent gave no sign of life until %s; let it send a heartbeat".formatted(at),
                false));
  }

  private Evaluation evaluate(SealedRequest request, Answers answers) {
    DecisionInput input =
        Inputs.of(situation, request.real(), answers.approvals(), answers.escalated());
    return request.personal()
        ? situation.policy().snapshot().evaluate(input, request.recorded())
        : situation.policy().snapshot().evaluate(input);
  }

  private Judgement broken(Breach breach, Optional<Evaluation> evaluation) {
    return new Judgement(
        Verdict.VETOED,
        (breach.clause().startsWith(LadderCheck.CLAUSES)
            ? "The agent's level does not allow this (%s): %s."
                .formatted(breach.clause(), breach.detail())
            : "Contract %s does not grant this (%s): %s."
                .formatted(situation.contract().contract(), breach.clause(), breach.detail())),
        basis(),
        Optional.of(breach),
        evaluation.map(Evaluation::results).orElse(List.of()),
        evaluation.map(Evaluation::factsRead).orElse(List.of()),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        evaluation.map(Evaluation::counts).orElse(List.of()));
  }

  /// What invariants read of a recorded request, to show it; digests stand where it holds personal
  /// values.
  public DecisionInput read(
      DispatchRequest recorded, List<Approval> approvals, Set<String> escalated) {
    return Inputs.of(situation, recorded, approvals, escalated);
  }
}
