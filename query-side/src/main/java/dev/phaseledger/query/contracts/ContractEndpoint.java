package dev.phaseledger.query.contracts;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.ListContracts;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.util.List;
import java.util.Optional;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads contracts. An agent may read those it holds; of others it does not learn that they exist.
@RestController
@RequestMapping("/v1/contracts")
final class ContractEndpoint {

  private static final List<String> STATUSES =
      List.of("ACTIVE", "FULFILLED", "STOPPED", "EXPIRED", "REVOKED");

  private final Reads reads;

  ContractEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  PageBody<ContractBody> list(
      Principal principal,
      @RequestParam Optional<String> agentId,
      @RequestParam Optional<String> agent,
      @RequestParam Optional<String> status,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Optional<AgentId> only = Readers.only(principal);
    Optional<AgentId> asked = agentId.or(() -> agent).map(AgentId::new);
    status.ifPresent(ContractEndpoint::requireStatus);
    if (only.isPresent() && asked.isPresent() && !asked.equals(only)) {
      throw new ForbiddenException("an agent may read only the contracts it holds");
    }
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListContracts(
                principal.tenant(), only.or(() -> asked), status, Reads.cursor(after, size)),
            ContractView.class),
        ContractBody::of);
  }

  @GetMapping("/{contractId}")
  ResponseEntity<ContractBody> find(
      Principal principal, @PathVariable String contractId, @RequestParam Optional<Long> atLeast) {
    ContractId contract = new ContractId(contractId);
    Readers.only(principal);
    reads.await(atLeast);
    return reads
        .find(new FindContract(principal.tenant(), contract), ContractView.class)
        .filter(view -> Readers.mayRead(principal, view.agentId()))
        .map(ContractEndpoint::tagged)
        .orElseThrow(
            () -> new NotFoundException("contractId", "There is no contract " + contract + "."));
  }

  private static void requireStatus(String status) {
    if (!STATUSES.contains(status)) {
      throw new InvalidFieldException("status", "must be one of " + String.join(", ", STATUSES));
    }
  }

  /// An amendment names the version of the terms it replaces, and dispatches do not change that: so
  /// the tag begins with it.
  private static ResponseEntity<ContractBody> tagged(ContractView view) {
    return ResponseEntity.ok()
        .eTag("\"" + view.terms().version() + "." + view.position() + "\"")
        .body(ContractBody.of(view));
  }
}
