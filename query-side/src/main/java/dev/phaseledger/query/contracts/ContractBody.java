package dev.phaseledger.query.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.query.reading.Trees;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A contract, as it is sent.
///
/// @param terms in the form in which they are recorded
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ContractBody(
    String contractId,
    String agentId,
    String status,
    Optional<String> revocationReason,
    Map<String, @Nullable Object> terms,
    long decided,
    long released,
    long open,
    long spentMicros,
    Instant issuedAt,
    long position) {

  static ContractBody of(ContractView view) {
    return new ContractBody(
        view.contractId(),
        view.agentId(),
        view.status(),
        view.revocationReason(),
        Trees.of(Forms.encode(view.terms())),
        view.decided(),
        view.released(),
        view.open(),
        view.spentMicros(),
        view.issuedAt(),
        view.position());
  }
}
