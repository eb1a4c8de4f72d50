package dev.phaseledger.store;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import java.util.Optional;

/// Events and scopes for tests.
final class Samples {

  static final TenantId TENANT = new TenantId("acme");

  private Samples() {}

  static AppendScope scope() {
    return new AppendScope(new PrincipalId("tester"), Optional.empty());
  }

  static StreamId contract(String id) {
    return StreamId.contract(TENANT, new ContractId(id));
  }

  static StreamId agent(String id) {
    return StreamId.agent(TENANT, new AgentId(id));
  }

  static NewEvent onContract(String id, long sequence) {
    return onContractOf(TENANT.value(), id, sequence);
  }

  static NewEvent onContractOf(String tenant, String id, long sequence) {
    return new NewEvent(
        StreamId.contract(new TenantId(tenant), new ContractId(id)),
        sequence,
        new ContractRevoked(
            new ContractId(id), new AgentId("a"), "reason " + sequence, RevocationCause.OPERATOR));
  }

  static NewEvent onAgent(String id, long sequence) {
    return new NewEvent(agent(id), sequence, new AgentRevoked(new AgentId(id), "reason"));
  }
}
