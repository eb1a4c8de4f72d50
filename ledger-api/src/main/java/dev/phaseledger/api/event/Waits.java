package dev.phaseledger.api.event;

import java.time.Duration;
import java.time.Instant;

/// How long a dispatch may wait for people, evidence or time. What happens at the end of it is no.
public final class Waits {

  /// How long a dispatch waits if no invariant says so.
  public static final Duration TIMEOUT_DEFAULT = Duration.ofHours(24);

  /// How long an invariant may let one wait, at most.
  public static final Duration TIMEOUT_MAX = Duration.ofDays(30);

  /// How long an invariant must let one wait, and how late it may ask others, at least.
  public static final Duration TIMEOUT_MIN = Duration.ofSeconds(1);

  private Waits() {}

  /// When a dispatch that waits since then is closed.
  public static Instant deadline(Judgement judgement, Instant since) {
    return since.plus(judgement.timeout().orElse(TIMEOUT_DEFAULT));
  }
}
