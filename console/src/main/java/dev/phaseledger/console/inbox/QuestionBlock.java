package dev.phaseledger.console.inbox;

import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.query.ApprovalItem;
import dev.phaseledger.api.query.ApprovalQuestion;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.DispatchView.ApprovalView;
import dev.phaseledger.api.query.DispatchView.Waiting;
import dev.phaseledger.console.page.Age;
import dev.phaseledger.console.page.Badge;
import dev.phaseledger.console.page.DiffLine;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.ParameterLine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What an answer is bound to and what becomes of it.
///
/// @param shown the digest that an answer names; empty once nothing waits
/// @param rewriters the invariants that rewrite parameters before a release; empty if none does
/// @param refusal why the reader may not answer; empty if it may
/// @param next what happens on each answer and on none
record QuestionBlock(
    String dispatchId,
    String contractId,
    String shown,
    String refusal,
    List<ParameterLine> parameters,
    String rewriters,
    List<List<DiffLine>> diffs,
    String who,
    String contractWho,
    String quorum,
    String requester,
    List<Given> given,
    Next next) {

  /// An answer on record.
  record Given(String approver, Badge answer, String reason, Moment at, boolean counts) {

    private static Given of(ApprovalView view) {
      return new Given(
          view.approver(),
          view.granted() ? new Badge("approved", "good") : new Badge("rejected", "bad"),
          view.reason(),
          Moment.of(view.at()),
          view.counts());
    }
  }

  /// A fact that the judgement read.
  ///
  /// @param age how old it is now
  /// @param ageThen how old it was when it was judged on
  record FactAge(
      String name, String key, Moment observedAt, String age, String ageThen, String digest) {}

  /// What happens.
  record Next(String approved, String rejected, String nobody) {}

  static QuestionBlock of(ApprovalQuestion question, Instant now) {
    ApprovalItem item = question.item();
    DispatchView dispatch = item.dispatch();
    Judgement judgement = dispatch.judgement();
    return new QuestionBlock(
        dispatch.dispatchId(),
        dispatch.contractId(),
        dispatch.shown().orElse(""),
        question.refusal().orElse(""),
        ParameterLine.of(dispatch.request().parameters(), Optional.empty()),
        rewriters(judgement),
        ParameterLine.diffs(dispatch.request().parameters()).stream().map(DiffLine::of).toList(),
        roles(item.roles(), "any approver"),
        roles(item.contractRoles(), ""),
        "%d of %d".formatted(item.given(), item.needed()),
        requester(dispatch),
        dispatch.approvals().stream().map(Given::of).toList(),
        next(item, now));
  }

  static List<FactAge> facts(Judgement judgement, Instant now) {
    return judgement.factsRead().stream()
        .map(fact ->
            new FactAge(
                fact.name(),
                fact.key(),
                Moment.of(fact.observedAt()),
                Age.between(fact.observedAt(), now),
                Age.of(Duration.between(fact.observedAt(), judgement.basis().now())),
                fact.value().value()))
        .toList();
  }

  /// Which invariants rewrite the parameters when it is judged once more: with which values is
  /// decided then.
  private static String rewriters(Judgement judgement) {
    return judgement.results().stream()
        .filter(result ->
            result.effect() == Effect.CONSTRAIN
                && result.enforcement() == Enforcement.ENFORCE
                && result.outcome() == InvariantResult.Outcome.VIOLATED)
        .map(result -> result.map() + "/" + result.invariant())
        .collect(Collectors.joining(", "));
  }

  private static String roles(Set<String> roles, String none) {
    return roles.isEmpty() ? none : "the role or group " + String.join(" or ", roles);
  }

  private static String requester(DispatchView dispatch) {
    return dispatch
        .waiting()
        .map(waiting ->
            waiting.requester()
                + waiting.onBehalfOf().map(human -> ", on behalf of " + human).orElse(""))
        .orElse("");
  }

  private static Next next(ApprovalItem item, Instant now) {
    int missing = Math.max(0, item.needed() - item.given() - 1);
    String approved =
        missing == 0
            ? "It is judged once more, on what then holds, and released at once if nothing else"
                + " stands against it. The approval serves this once."
            : "It goes on waiting for %d more, each another person.".formatted(missing);
    return new Next(
        approved,
        "It is closed for good and nothing is released. The agent reads your reason.",
        item.dispatch().waiting().map(waiting -> silence(waiting, now)).orElse(""));
  }

  private static String silence(Waiting waiting, Instant now) {
    Optional<String> escalation =
        waiting.escalatesAt().map(at -> "Others are asked too " + Age.between(at, now) + ". ");
    return escalation.orElse("")
        + "It is closed without release "
        + Age.between(waiting.deadline(), now)
        + ", at "
        + Moment.of(waiting.deadline()).shown()
        + " UTC.";
  }
}
