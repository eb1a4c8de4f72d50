package dev.phaseledger.api.query;

import dev.phaseledger.api.query.AuthorityView.Because;
import java.time.Instant;
import java.util.List;

/// A dispatch as it was at a moment.
///
/// @param position the moment: the last entry of the tenant that counts
/// @param state as in [DispatchView]
/// @param verdict of the newest judgement
/// @param explanation of the newest judgement
/// @param because everything that concerned it until then, in the order of the log
public record PastDispatchView(
    String dispatchId,
    String contractId,
    String agentId,
    long position,
    Instant at,
    String state,
    String verdict,
    String explanation,
    List<Because> because) {

  public PastDispatchView {
    because = List.copyOf(because);
  }
}
