package dev.phaseledger.command;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.LedgerCommand.Context;
import java.util.Optional;
import java.util.Set;

/// The ledger as the sender of what nobody asked for. No caller can be it: its name is reserved.
public final class LedgerItself {

  /// The name under which it is recorded.
  public static final PrincipalId ID = new PrincipalId("ledger");

  private LedgerItself() {}

  /// The context of a command that the ledger sends within a tenant.
  public static Context context(TenantId tenant) {
    return new Context(
        new Principal(ID, Principal.Kind.SERVICE, tenant, Set.of(Role.OPERATOR), Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  /// Whether a principal is the ledger.
  public static boolean is(Principal by) {
    return by.id().equals(ID) && by.kind() == Principal.Kind.SERVICE;
  }
}
