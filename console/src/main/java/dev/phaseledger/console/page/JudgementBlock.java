package dev.phaseledger.console.page;

import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Basis;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.FactRead;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.value.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// A judgement as the trail shows it. Texts are empty where there is nothing to show.
public record JudgementBlock(
    Badge verdict,
    String explanation,
    String breach,
    String until,
    String approval,
    List<ParameterLine> parameters,
    List<Result> results,
    List<Read> factsRead,
    Moment now,
    String policy,
    int contractVersion,
    long authorityEpoch,
    int authorityLevel) {

  /// What one invariant said.
  public record Result(String name, Badge outcome, String effect, String message) {

    private static Result of(InvariantResult result) {
      String effect =
          result.effect() == Effect.NONE
              ? ""
              : switch (result.enforcement()) {
                case ENFORCE -> Words.of(result.effect().name());
                case WARN -> Words.of(result.effect().name()) + " (warns only)";
                case AUDIT -> Words.of(result.effect().name()) + " (recorded only)";
              };
      return new Result(
          result.map() + "/" + result.invariant(),
          Badge.of(result.outcome().name()),
          effect,
          result.message());
    }
  }

  /// A fact that was read.
  public record Read(String name, String key, Moment observedAt, String digest) {

    private static Read of(FactRead fact) {
      return new Read(fact.name(), fact.key(), Moment.of(fact.observedAt()), fact.value().value());
    }
  }

  /// Shows a judgement.
  ///
  /// @param asked the parameters as the agent asked with them
  public static JudgementBlock of(Judgement judgement, JsonValue.Fields asked) {
    Basis basis = judgement.basis();
    return new JudgementBlock(
        Badge.of(judgement.verdict().name()),
        judgement.explanation(),
        judgement.breach().map(b -> b.clause() + ": " + b.detail()).orElse(""),
        judgement.until().orElse(""),
        judgement.approval().map(JudgementBlock::approval).orElse(""),
        judgement
            .parameters()
            .map(rewritten -> ParameterLine.of(asked, Optional.of(rewritten)))
            .orElse(List.of()),
        judgement.results().stream().map(Result::of).toList(),
        judgement.factsRead().stream().map(Read::of).toList(),
        Moment.of(basis.now()),
        basis.policy().value(),
        basis.contractVersion(),
        basis.authorityEpoch(),
        basis.authorityLevel());
  }

  private static String approval(ApprovalRequirement requirement) {
    String who =
        requirement.roles().isEmpty()
            ? "any approver"
            : "an approver with the role "
                + String.join(" or ", new TreeSet<>(requirement.roles()));
    return requirement.count() == 1 ? who : requirement.count() + " people, each " + who;
  }
}
