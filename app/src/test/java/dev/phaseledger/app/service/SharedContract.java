package dev.phaseledger.app.service;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// A contract that several nodes decide under.
final class SharedContract {

  static final AgentId AGENT = new AgentId("sharer");

  /// Dispatches that may be open: as many as a contract can allow.
  static final int OPEN_DISPATCHES_MAX = 1_000;

  private SharedContract() {}

  static Context context(TenantId tenant) {
    return new Context(
        new Principal(
            new PrincipalId("operator"),
            Principal.Kind.HUMAN,
            tenant,
            Set.of(Role.OPERATOR),
            Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }

  static ContractTerms terms(long actionsMax) {
    return new ContractTerms(
        1,
        AGENT,
        "Read",
        List.of("desk/**"),
        List.of(),
        Set.of("read"),
        Map.of(),
        Set.of(),
        1,
        OPEN_DISPATCHES_MAX,
        new StoppingConditions(
            Instant.EPOCH,
            Instant.parse("2999-01-01T00:00:00Z"),
            OptionalLong.of(actionsMax),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty()),
        List.of(),
        BreachAction.SIGNAL_ONLY,
        Fields.EMPTY);
  }

  static DispatchRequest request(String id) {
    return new DispatchRequest(
        new DispatchId(id),
        "read",
        List.of("desk/a"),
        Fields.EMPTY,
        "to know",
        Map.of(),
        Set.of(),
        0,
        false,
        Optional.empty(),
        Optional.empty());
  }
}
