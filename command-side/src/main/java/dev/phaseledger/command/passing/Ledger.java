package dev.phaseledger.command.passing;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.LedgerCommand.Context;
import java.util.Optional;
import java.util.Set;

/// The ledger as the sender of commands.
final class Ledger {

  /// Nobody else is called so: principals of that name cannot be added.
  static final PrincipalId ID = new PrincipalId("ledger");

  private Ledger() {}

  static Context in(TenantId tenant) {
    return new Context(
        new Principal(ID, Principal.Kind.SERVICE, tenant, Set.of(), Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
