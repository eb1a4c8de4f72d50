package dev.phaseledger.app.importing;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How invariants judge the effectful calls of recorded runs, beside what correct runs do.
///
/// A call is correct if a correct run makes the same call with the same arguments.
///
/// @param correct verdicts on correct calls
/// @param other verdicts on the other calls
/// @param invariants how many calls violate each invariant
/// @param vetoed the calls that were vetoed
/// @param refused calls that are no valid requests; nothing was recorded for them
public record CallReport(
    Map<Verdict, Long> correct,
    Map<Verdict, Long> other,
    Map<String, Long> invariants,
    List<ImportedCall> vetoed,
    List<ImportedCall> refused) {

  /// Counts the effectful calls of some runs.
  public static CallReport of(List<ImportedRun> runs) {
    Map<Verdict, Long> correct = new EnumMap<>(Verdict.class);
    Map<Verdict, Long> other = new EnumMap<>(Verdict.class);
    Map<String, Long> invariants = new TreeMap<>();
    List<ImportedCall> vetoed = new ArrayList<>();
    List<ImportedCall> refused = new ArrayList<>();
    for (ImportedRun run : runs) {
      for (ImportedCall call : run.calls()) {
        if (!call.effectful()) {
          continue;
        }
        if (call.verdict().isEmpty()) {
          refused.add(call);
          continue;
        }
        (call.correct() ? correct : other).merge(call.verdict().get(), 1L, Long::sum);
        call.invariants().forEach(invariant -> invariants.merge(invariant, 1L, Long::sum));
        if (call.verdict().get() == Verdict.VETOED) {
          vetoed.add(call);
        }
      }
    }
    return new CallReport(correct, other, invariants, vetoed, refused);
  }

  /// For machines.
  public Fields toJson() {
    Fields.Builder violated = Fields.builder();
    invariants.forEach(violated::put);
    return Fields.with(
            "calls", Fields.with("correct", counts(correct)).put("other", counts(other)).build())
        .put("invariants", violated.build())
        .put("vetoes", new Items(vetoed.stream().map(CallReport::veto).toList()))
        .build();
  }

  private static Fields counts(Map<Verdict, Long> verdicts) {
    Fields.Builder counts = Fields.builder();
    for (Verdict verdict : Verdict.values()) {
      counts.put(name(verdict), verdicts.getOrDefault(verdict, 0L));
    }
    return counts.build();
  }

  private static String name(Verdict verdict) {
    return switch (verdict) {
      case AUTHORIZED -> "authorized";
      case CONSTRAINED -> "constrained";
      case APPROVAL_REQUIRED -> "approvalRequired";
      case DEFERRED -> "deferred";
      case VETOED -> "vetoed";
    };
  }

  private static JsonValue veto(ImportedCall call) {
    return Fields.with("taskId", part(call, 0))
        .put("trial", part(call, 1))
        .put("call", call.tool())
        .put("arguments", call.arguments())
        .put("invariants", Items.ofTexts(call.invariants()))
        .put("explanation", call.explanation())
        .put("correct", Bool.of(call.correct()))
        .build();
  }

  /// A run that is identified by one member only has no trial.
  private static JsonValue part(ImportedCall call, int index) {
    return index < call.runId().size() ? call.runId().get(index) : Nil.NULL;
  }
}
