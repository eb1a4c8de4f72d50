package dev.phaseledger.query.health;

import dev.phaseledger.api.query.HealthView.Attribute;
import java.time.Instant;
import java.util.List;

/// What was counted within a time, before anything is made of it.
///
/// @param before the first moment of the time before
record Found(
    Instant from,
    Instant to,
    Instant before,
    Requests requests,
    Facts facts,
    List<Asked> gates,
    Times times,
    List<Outcomes> outcomes,
    long position) {

  /// Requests that were judged within the time.
  ///
  /// @param unasked released at once, nobody was asked
  /// @param incidents such ones that a failure signal names
  /// @param inRun those that name a run
  /// @param runs distinct runs that they name
  /// @param replans those that follow a refusal or a failure in their run
  /// @param afterTheFact those that were judged after the fact
  /// @param open released ones without an outcome
  record Requests(
      long all,
      long vetoed,
      long deferred,
      long unasked,
      long incidents,
      long inRun,
      long runs,
      long replans,
      long afterTheFact,
      long open) {}

  /// Judgements that read facts, and those of them that read an old one.
  record Facts(long read, long old) {}

  /// What a gate asked about, by what became of it.
  record Asked(String gate, long asked, long approved, long rejected, long waiting) {}

  /// Times to detection, in milliseconds.
  record Times(long signals, long median, long p95, long worst) {}

  /// Outcomes that agree in an attribute, within the time and within the time before.
  record Outcomes(
      Attribute attribute,
      String value,
      long failed,
      long outcomes,
      long failedBefore,
      long outcomesBefore) {}
}
