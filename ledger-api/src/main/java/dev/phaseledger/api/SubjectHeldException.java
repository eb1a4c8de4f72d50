package dev.phaseledger.api;

import java.util.List;
import java.util.stream.Collectors;

/// A subject cannot be erased while it is under a legal hold. Nothing was recorded or destroyed.
public final class SubjectHeldException extends RuntimeException {

  /// @param holds those in force on the subject, at least one
  public SubjectHeldException(SubjectId subject, List<HoldId> holds) {
    super(
        "subject '%s' is under legal hold %s: it cannot be erased until that is lifted"
            .formatted(
                subject,
                holds.stream().map(hold -> "'" + hold + "'").collect(Collectors.joining(", "))));
  }
}
