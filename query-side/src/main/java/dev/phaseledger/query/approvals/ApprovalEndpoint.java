package dev.phaseledger.query.approvals;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.ApprovalItem;
import dev.phaseledger.api.query.LedgerQuery.ListApprovals;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Lists what waits for a human, each with the digest (`shown`) that an answer must name.
@RestController
@RequestMapping("/v1/approvals")
final class ApprovalEndpoint {

  private final Reads reads;

  ApprovalEndpoint(Reads reads) {
    this.reads = reads;
  }

  /// @param mine only what the caller may still approve
  @GetMapping
  PageBody<ApprovalBody> list(
      Principal principal,
      @RequestParam Optional<String> contract,
      @RequestParam(defaultValue = "false") boolean mine,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListApprovals(
                principal.tenant(),
                contract.map(ContractId::new),
                mine ? Optional.of(principal) : Optional.empty(),
                Reads.cursor(after, size)),
            ApprovalItem.class),
        ApprovalBody::of);
  }
}
