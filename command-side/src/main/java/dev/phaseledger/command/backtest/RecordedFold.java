package dev.phaseledger.command.backtest;

import dev.phaseledger.api.append.RecordedEvent;
import java.util.Optional;

/// Folds one tenant's entries, in the order of positions and from the first on, and hands out the
/// decisions among them, each with everything that is needed to make it again. Used by one thread;
/// what it hands out may be judged by any.
public final class RecordedFold {

  private final Candidate candidate;
  private final PastState past;
  private final Approving approving = new Approving();

  public RecordedFold(Candidate candidate) {
    this.candidate = candidate;
    this.past = new PastState(candidate);
  }

  /// Folds one more entry.
  ///
  /// @return the decision that it holds, if it holds one that the candidate is to judge
  public Optional<Retrial> next(RecordedEvent entry) {
    Optional<Retrial> retrial =
        entry.position() < candidate.from() ? Optional.empty() : past.retrial(entry, approving);
    past.follow(entry);
    approving.follow(entry);
    return retrial;
  }
}
