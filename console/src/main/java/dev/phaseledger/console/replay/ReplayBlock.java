package dev.phaseledger.console.replay;

import dev.phaseledger.api.query.ReplayView;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.console.page.Badge;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.ResultMembers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a replay has found, as the page shows it.
///
/// @param selection which decisions, for people
/// @param sentence what came out, in words
/// @param unreadable decisions on personal values that are erased
record ReplayBlock(
    String digest,
    String selection,
    String by,
    Moment at,
    long toPosition,
    String sentence,
    long decisions,
    long equal,
    long different,
    long unreadable,
    Optional<First> first) {

  /// The first decision that does not come out as it is recorded.
  record First(
      String dispatch,
      String contract,
      String agent,
      long position,
      Said recorded,
      Said derived,
      String because) {}

  record Said(Badge verdict, String explanation) {}

  static ReplayBlock of(ReplayView view) {
    Fields result = view.result();
    long decisions = ResultMembers.number(result, "decisions");
    long different = ResultMembers.number(result, "different");
    return new ReplayBlock(
        view.digest().value(),
        selection(ResultMembers.object(result, "selection")),
        ResultMembers.text(result, "by"),
        Moment.of(Instant.parse(ResultMembers.text(result, "at"))),
        ResultMembers.number(result, "toPosition"),
        sentence(decisions, different),
        decisions,
        ResultMembers.number(result, "equal"),
        different,
        ResultMembers.number(result, "unreadable"),
        result.find("firstDifference").isEmpty()
            ? Optional.empty()
            : Optional.of(first(ResultMembers.object(result, "firstDifference"))));
  }

  private static String sentence(long decisions, long different) {
    if (decisions == 0) {
      return "No decision is in what was chosen.";
    }
    return different == 0
        ? "All %,d decisions come out as they are recorded.".formatted(decisions)
        : "%,d of %,d decisions do not come out as they are recorded: the ledger, or this program,"
                .formatted(different, decisions)
            + " is at fault.";
  }

  private static String selection(Fields selection) {
    List<String> words = new ArrayList<>();
    word(selection, "dispatchId", "dispatch ", words);
    word(selection, "run", "run ", words);
    word(selection, "from", "from ", words);
    word(selection, "to", "before ", words);
    return words.isEmpty() ? "everything on record" : String.join(", ", words);
  }

  private static void word(Fields selection, String member, String word, List<String> words) {
    String text = ResultMembers.text(selection, member);
    if (!text.isEmpty()) {
      words.add(word + text);
    }
  }

  private static First first(Fields first) {
    return new First(
        ResultMembers.text(first, "dispatchId"),
        ResultMembers.text(first, "contractId"),
        ResultMembers.text(first, "agentId"),
        ResultMembers.number(first, "position"),
        said(ResultMembers.object(first, "recorded")),
        said(ResultMembers.object(first, "derived")),
        ResultMembers.text(first, "because"));
  }

  private static Said said(Fields said) {
    return new Said(
        Badge.of(ResultMembers.text(said, "verdict")), ResultMembers.text(said, "explanation"));
  }
}
