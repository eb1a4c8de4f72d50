package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.DispatchRequest;

/// Opens the personal values of a recorded request, so that it can be judged anew.
@FunctionalInterface
public interface Opener {

  /// Knows of no personal data.
  Opener NONE = recorded -> new Opened.Whole(SealedRequest.plain(recorded));

  Opened open(DispatchRequest recorded);

  /// What came of it.
  sealed interface Opened {

    /// Every value could be opened.
    record Whole(SealedRequest request) implements Opened {}

    /// A value is gone, and with it what there was to judge.
    ///
    /// @param position where the erasure is on record
    record Erased(SubjectId subject, long position) implements Opened {}
  }
}
