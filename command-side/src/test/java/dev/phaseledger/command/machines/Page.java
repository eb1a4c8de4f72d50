package dev.phaseledger.command.machines;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.command.contract.ContractState.Status;
import dev.phaseledger.command.contract.DispatchTransitions.DispatchStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the oracle knows of one contract: nothing but sums and lists over its events.
final class Page {

  /// An approval as it was given.
  ///
  /// @param binding what was in force when it was shown to who gave it
  /// @param names roles and groups of who gave it
  record Given(String binding, Set<String> names, Optional<PrincipalId> onBehalfOf) {}

  /// One dispatch.
  static final class Ticket {
    final DispatchRequest request;
    final Set<PrincipalId> askers = new HashSet<>();
    final Map<PrincipalId, Given> given = new HashMap<>();
    final Set<String> escalated = new TreeSet<>();

    /// What was in force whenever something was shown, by the digest it was shown with.
    final Map<Digest, String> shown = new HashMap<>();

    DispatchStatus status = DispatchStatus.VETOED;
    Instant since = Instant.MAX;

    Ticket(DispatchRequest request) {
      this.request = request;
    }

    /// What was done already waits for nothing, though it would have been deferred.
    boolean waits() {
      return status == DispatchStatus.PENDING
          || (status == DispatchStatus.DEFERRED && !request.afterTheFact());
    }

    boolean open() {
      return waits() || status == DispatchStatus.RELEASED;
    }
  }

  final ContractId contract;
  ContractTerms terms;
  Status status = Status.ACTIVE;
  long released;
  long cost;
  long asideActions;
  long asideCost;
  Optional<String> phase = Optional.empty();
  Instant sign;
  boolean tested;
  final List<Instant> releases = new ArrayList<>();
  final Map<DispatchId, Ticket> tickets = new LinkedHashMap<>();

  Page(ContractId contract, ContractTerms terms) {
    this.contract = contract;
    this.terms = terms;
    this.sign = terms.stopping().notBefore();
    enterFirst();
  }

  AgentId agent() {
    return terms.agent();
  }

  long open() {
    return tickets.values().stream().filter(Ticket::open).count();
  }

  /// A first phase that asks for nothing is entered with the contract.
  void enterFirst() {
    phase =
        terms.phases().stream()
            .limit(1)
            .filter(first -> first.requiredEvidence().isEmpty() && first.gates().isEmpty())
            .map(ContractTerms.Phase::name)
            .findFirst();
  }
}
