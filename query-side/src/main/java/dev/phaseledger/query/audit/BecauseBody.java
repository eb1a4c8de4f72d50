package dev.phaseledger.query.audit;

import dev.phaseledger.api.query.AuthorityView.Because;
import java.time.Instant;
import java.util.List;

/// An entry that says so, as it is sent.
record BecauseBody(long position, long index, Instant at, String type, String sentence) {

  static List<BecauseBody> of(List<Because> because) {
    return because.stream()
        .map(entry ->
            new BecauseBody(
                entry.position(), entry.index(), entry.at(), entry.type(), entry.sentence()))
        .toList();
  }
}
