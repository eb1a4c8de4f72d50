package dev.phaseledger.console.replay;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.query.ReplayJobView;
import dev.phaseledger.console.page.Badge;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.Words;

/// A replay that somebody has asked for, as the page shows it.
///
/// @param result the digest of its signed result; empty until it is done
record ReplayLine(
    String id,
    Badge state,
    String selection,
    String progress,
    long decisions,
    long different,
    String askedBy,
    Moment askedAt,
    String result,
    String problem) {

  static ReplayLine of(ReplayJobView job) {
    return new ReplayLine(
        job.id(),
        state(job),
        job.selection().isEmpty() ? "everything on record" : job.selection(),
        "%,d of %,d entries".formatted(job.entriesDone(), job.entries()),
        job.decisions(),
        job.different(),
        job.askedBy(),
        Moment.of(job.askedAt()),
        job.result().map(Digest::value).orElse(""),
        job.problem().orElse(""));
  }

  private static Badge state(ReplayJobView job) {
    return switch (job.state()) {
      case "DONE" ->
          job.different() == 0 ? new Badge("as recorded", "good") : new Badge("differs", "bad");
      case "WAITING", "RUNNING" -> new Badge(Words.of(job.state()), "waiting");
      case "FAILED" -> new Badge(Words.of(job.state()), "bad");
      default -> new Badge(Words.of(job.state()), "plain");
    };
  }
}
