package dev.phaseledger.query.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.query.reading.Trees;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A contract, as it is sent.
///
/// @param phase the phase that the work is in, if it is in one
/// @param children contracts that were delegated under it
/// @param terms in the form in which they are recorded
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ContractBody(
    String contractId,
    String agentId,
    String status,
    Optional<String> endedReason,
    int version,
    Optional<String> parent,
    Optional<String> template,
    Optional<String> phase,
    Optional<Instant> phaseSince,
    List<String> children,
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
        view.endedReason(),
        view.terms().version(),
        view.terms().parent().map(ContractId::value),
        view.terms().template(),
        view.phase(),
        view.phaseSince(),
        view.children(),
        Trees.of(Forms.encode(view.terms())),
        view.decided(),
        view.released(),
        view.open(),
        view.spentMicros(),
        view.issuedAt(),
        view.position());
  }
}
