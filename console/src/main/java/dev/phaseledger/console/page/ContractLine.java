package dev.phaseledger.console.page;

import dev.phaseledger.api.query.ContractView;
import java.time.Instant;

/// A contract as lists show it.
///
/// @param status as recorded, or `over` once its time is over though nothing has ended it
/// @param phase empty if the work is in none
public record ContractLine(
    String contractId,
    String agentId,
    String task,
    Badge status,
    String phase,
    long released,
    long open,
    String spent,
    Moment expiresAt,
    String left) {

  public static ContractLine of(ContractView view, Instant now) {
    Instant expires = view.terms().stopping().expiresAt();
    boolean over = view.status().equals("ACTIVE") && !now.isBefore(expires);
    return new ContractLine(
        view.contractId(),
        view.agentId(),
        view.terms().task(),
        over ? new Badge("over", "plain") : Badge.of(view.status()),
        view.phase().orElse(""),
        view.released(),
        view.open(),
        Budget.cost(view.spentMicros()),
        Moment.of(expires),
        Age.between(expires, now));
  }
}
