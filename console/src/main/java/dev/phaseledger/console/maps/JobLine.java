package dev.phaseledger.console.maps;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.query.BacktestJobView;
import dev.phaseledger.console.page.Badge;
import dev.phaseledger.console.page.Moment;
import dev.phaseledger.console.page.Words;

/// A back-test of a map as pages show it.
///
/// @param map the digest of the map that is tried; empty if none is
/// @param result the digest of its signed result; empty until it is done
/// @param progress how far it is, for people
record JobLine(
    String id,
    Badge state,
    String mode,
    String version,
    String map,
    String progress,
    long flipped,
    String askedBy,
    Moment askedAt,
    String result,
    String problem) {

  static JobLine of(BacktestJobView job) {
    return new JobLine(
        job.id(),
        new Badge(Words.of(job.state()), tone(job.state())),
        mode(job.mode()),
        job.map().map(map -> Integer.toString(map.version())).orElse(""),
        job.map().map(map -> map.digest().value()).orElse(""),
        "%,d decisions, up to position %,d of %,d"
            .formatted(job.judged(), job.position(), job.to()),
        job.flipped(),
        job.askedBy(),
        Moment.of(job.askedAt()),
        job.result().map(Digest::value).orElse(""),
        job.problem().orElse(""));
  }

  private static String tone(String state) {
    return switch (state) {
      case "DONE" -> "good";
      case "WAITING", "RUNNING" -> "waiting";
      case "FAILED" -> "bad";
      default -> "plain";
    };
  }

  /// How history is judged again, for people.
  static String mode(String constant) {
    return constant.equals("STATEFUL") ? "as a whole" : "decision by decision";
  }
}
