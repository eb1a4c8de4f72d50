package dev.phaseledger.command.contract;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a contract has passed on. Immutable; bounded by [Delegation#CHILDREN_MAX].
///
/// @param children in the order of their delegation, ended ones too
/// @param actions released dispatches set aside for them
/// @param costMicros cost set aside for them, in millionths of the tenant's currency
public record Delegations(List<Child> children, long actions, long costMicros) {

  static final Delegations NONE = new Delegations(List.of(), 0, 0);

  public Delegations {
    children = List.copyOf(children);
  }

  /// One contract that was delegated, with what was set aside for it.
  public record Child(
      ContractId contract, AgentId agent, OptionalLong actions, OptionalLong costMicros) {}

  static Delegations of(List<Child> children) {
    Delegations all = NONE;
    for (Child child : children) {
      all = all.with(child);
    }
    return all;
  }

  Delegations with(ContractDelegated e) {
    return with(new Child(e.child(), e.agent(), e.actions(), e.costMicros()));
  }

  private Delegations with(Child child) {
    var next = new ArrayList<>(children);
    next.add(child);
    return new Delegations(
        next,
        Math.addExact(actions, child.actions().orElse(0)),
        Math.addExact(costMicros, child.costMicros().orElse(0)));
  }

  Optional<Child> find(ContractId child) {
    return children.stream().filter(c -> c.contract().equals(child)).findFirst();
  }
}
