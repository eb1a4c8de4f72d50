package dev.phaseledger.query.ledger;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.query.projection.Tally;
import java.util.LinkedHashMap;
import java.util.Map;

/// What one batch adds to a tenant's counts.
final class SummaryChange {

  final TenantId tenant;
  final Tally tally = new Tally();
  final Map<String, Long> vetoes = new LinkedHashMap<>();
  long agents;
  long contracts;
  long revocations;
  long signals;
  long entries;
  long position;

  SummaryChange(TenantId tenant) {
    this.tenant = tenant;
  }
}
