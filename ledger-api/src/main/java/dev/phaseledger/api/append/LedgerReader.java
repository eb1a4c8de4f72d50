package dev.phaseledger.api.append;

import java.util.List;
import java.util.Optional;

/// Reads recorded events back.
public interface LedgerReader {

  /// The last position that this node knows; 0 if nothing is recorded.
  long position();

  /// The events at `count` consecutive positions; fewer if the log ends before.
  List<RecordedEvent> read(long position, int count);

  /// Who holds a claim, if anybody does.
  ///
  /// @return the exception that an append asserting the claim now would fail with
  Optional<ClaimTakenException> holder(Claim claim);
}
