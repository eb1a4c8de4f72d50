package dev.phaseledger.query.testing;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Principal.Kind;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import java.util.Optional;
import java.util.Set;

/// Callers as tests need them.
public final class Principals {

  public static final TenantId ACME = new TenantId("acme");
  public static final TenantId OTHER = new TenantId("other");

  private Principals() {}

  public static Principal auditor(TenantId tenant) {
    return human(tenant, Role.AUDITOR);
  }

  public static Principal human(TenantId tenant, Role... roles) {
    return new Principal(
        new PrincipalId("human-1"), Kind.HUMAN, tenant, Set.of(roles), Optional.empty());
  }

  public static Principal agent(TenantId tenant, String id) {
    return new Principal(
        new PrincipalId(id), Kind.AGENT, tenant, Set.of(Role.AGENT), Optional.empty());
  }
}
