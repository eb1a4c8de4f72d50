package dev.phaseledger.command.handling;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.Delegations.Child;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.AggregateNotFoundException;

/// The contracts that a decision on one contract touches or reads beside it: what it was delegated
/// under, and what was delegated under it.
final class Contracts {

  private final Supplier<ContractRepository> repository;

  Contracts(Supplier<ContractRepository> repository) {
    this.repository = repository;
  }

  /// A contract that events of the same append belong to. Its stream's sequence fences them.
  ///
  /// Locks are taken from a parent to its children, except by a delegation, which takes the
  /// parent's while nobody knows of the child. Two that wait for each other nevertheless are told
  /// so.
  Aggregate<ContractAggregate> load(TenantId tenant, ContractId contract) {
    return repository.get().load(StreamId.contract(tenant, contract).toString());
  }

  /// The contract that something is to be delegated under.
  ///
  /// @throws NotFoundException if there is none
  Aggregate<ContractAggregate> parent(TenantId tenant, ContractId contract) {
    try {
      return load(tenant, contract);
    } catch (AggregateNotFoundException e) {
      throw new NotFoundException("parent", "no such contract: '" + contract + "'");
    }
  }

  /// A contract that a decision reads, guarded: if it changes meanwhile, the decision is made
  /// again.
  ContractState read(TenantId tenant, ContractId contract) {
    KnownContract known = recorded(tenant, contract);
    Applied.scope().guard(new Guard(StreamId.contract(tenant, contract), known.version()));
    return known.state();
  }

  /// What was delegated under a contract, guarded.
  List<ContractState> children(TenantId tenant, ContractState contract) {
    List<ContractState> children = new ArrayList<>();
    for (Child child : contract.delegations().children()) {
      children.add(read(tenant, child.contract()));
    }
    return children;
  }

  /// How many delegations lie above a contract. It never changes.
  int depth(TenantId tenant, ContractState contract) {
    int depth = 0;
    Optional<ContractId> above = contract.terms().parent();
    while (above.isPresent()) {
      depth++;
      above = recorded(tenant, above.get()).state().terms().parent();
    }
    return depth;
  }

  /// How many contracts the tree has that a contract belongs to. Nothing fences the number: it
  /// limits, and decides on nothing else.
  int family(TenantId tenant, ContractState contract) {
    ContractState root = contract;
    while (root.terms().parent().isPresent()) {
      root = recorded(tenant, root.terms().parent().get()).state();
    }
    return count(tenant, root);
  }

  private int count(TenantId tenant, ContractState contract) {
    int count = 1;
    for (Child child : contract.delegations().children()) {
      count += count(tenant, recorded(tenant, child.contract()).state());
    }
    return count;
  }

  private KnownContract recorded(TenantId tenant, ContractId contract) {
    return repository.get().recorded(StreamId.contract(tenant, contract));
  }
}
