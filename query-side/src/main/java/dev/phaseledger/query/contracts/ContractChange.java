package dev.phaseledger.query.contracts;

import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.query.projection.PlacedEvent;

/// What some events of a contract change of its row. Texts are empty where nothing changes.
///
/// @param leavesPhase whether the phase in the row counts no more
/// @param phase the phase from here on, unless the one in the row counts
record ContractChange(
    String tenant,
    String contract,
    String status,
    String reason,
    String terms,
    boolean leavesPhase,
    String phase,
    String phaseSince,
    long position) {

  static boolean isChange(ContractEvent event) {
    return event instanceof ContractAmended
        || event instanceof ContractEnded
        || event instanceof ContractRevoked
        || (event instanceof PhaseDecided decided && decided.granted());
  }

  static ContractChange of(PlacedEvent placed, ContractEvent event) {
    var none =
        new ContractChange(
            placed.tenant().value(),
            event.contract().value(),
            "",
            "",
            "",
            false,
            "",
            "",
            placed.position());
    if (event instanceof ContractAmended amended) {
      return none.amended(amended.terms());
    }
    if (event instanceof ContractEnded ended) {
      return none.ended(ended.ending().name(), ended.reason());
    }
    if (event instanceof ContractRevoked revoked) {
      return none.ended("REVOKED", revoked.reason());
    }
    if (event instanceof PhaseDecided decided) {
      return none.in(decided.phase(), placed.time().toString());
    }
    throw new IllegalArgumentException("changes nothing: " + event);
  }

  /// Both changes as one.
  ContractChange then(ContractChange later) {
    boolean ends = !later.status.isEmpty();
    boolean keeps = !later.leavesPhase && !phase.isEmpty();
    return new ContractChange(
        tenant,
        contract,
        ends ? later.status : status,
        ends ? later.reason : reason,
        later.terms.isEmpty() ? terms : later.terms,
        leavesPhase || later.leavesPhase,
        keeps ? phase : later.phase,
        later.phaseSince.isEmpty() ? phaseSince : later.phaseSince,
        later.position);
  }

  /// The phase that a contract is in as soon as it is issued; empty if it is in none.
  static String firstPhase(ContractTerms terms) {
    return FirstPhase.of(terms).orElse("");
  }

  private ContractChange amended(ContractTerms now) {
    return new ContractChange(
        tenant,
        contract,
        status,
        reason,
        Json.text(Forms.encode(now)),
        now.phases().isEmpty(),
        firstPhase(now),
        phaseSince,
        position);
  }

  private ContractChange ended(String how, String why) {
    return new ContractChange(
        tenant, contract, how, why, terms, leavesPhase, phase, phaseSince, position);
  }

  private ContractChange in(String entered, String since) {
    return new ContractChange(
        tenant, contract, status, reason, terms, true, entered, since, position);
  }
}
