package dev.phaseledger.command.backtest;

import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.command.dispatch.Judge;
import dev.phaseledger.command.dispatch.Judge.Ruling;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Situation;
import dev.phaseledger.policy.Explanation;
import dev.phaseledger.policy.PolicySnapshot;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One recorded decision with everything that is needed to make it again. Immutable: any thread may
/// judge it, at any time.
///
/// @param answers what a dispatch that waited has got; empty for one that was not judged before
public record Retrial(
    Place place,
    Judgement recorded,
    Situation situation,
    DispatchRequest request,
    Optional<Answers> answers) {

  /// What a dispatch that waited has got.
  record Answers(List<Approval> approvals, Set<String> escalated) {
    Answers {
      approvals = List.copyOf(approvals);
      escalated = Set.copyOf(escalated);
    }
  }

  /// Judges it.
  public Comparison judge(Opener opener) {
    return ruling(opener)
        .<Comparison>map(ruling -> new Comparison.Judged(place, recorded, ruling.judgement()))
        .orElseGet(() -> new Comparison.Unreadable(place, recorded));
  }

  /// What the invariants that were asked said, taken apart. Personal values are not opened for it.
  public Explanation explain() {
    Judge judge = new Judge(situation);
    return situation
        .policy()
        .snapshot()
        .explain(
            judge.read(
                request,
                answers.map(Answers::approvals).orElse(List.of()),
                answers.map(Answers::escalated).orElse(Set.of())),
            recorded.results());
  }

  /// What is decided now; empty if that cannot be known any more.
  Optional<Ruling> ruling(Opener opener) {
    PolicySnapshot maps = situation.policy().snapshot();
    if (!maps.readable() && maps.unfit().isEmpty()) {
      // They are believed to mean what they meant, and nobody knows any more what that was.
      return Optional.empty();
    }
    Judge judge = new Judge(situation);
    return switch (opener.open(request)) {
      case Opener.Opened.Whole(SealedRequest whole) ->
          Optional.of(
              answers
                  .map(given -> judge.rejudge(whole, given.approvals(), given.escalated()))
                  .orElseGet(() -> judge.judge(whole)));
      // What was erased before a waiting dispatch was judged anew was unreadable then as well.
      case Opener.Opened.Erased(SubjectId subject, long position) ->
          answers.isPresent() && position < place.position()
              ? Optional.of(judge.unreadable(subject, position))
              : Optional.empty();
    };
  }
}
