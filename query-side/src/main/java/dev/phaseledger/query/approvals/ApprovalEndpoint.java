package dev.phaseledger.query.approvals;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.ListDispatches;
import dev.phaseledger.query.dispatches.DispatchBody;
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

  @GetMapping
  PageBody<DispatchBody> list(
      Principal principal,
      @RequestParam Optional<String> contract,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListDispatches(
                principal.tenant(),
                contract.map(ContractId::new),
                Optional.empty(),
                Optional.empty(),
                true,
                Reads.cursor(after, size)),
            DispatchView.class),
        DispatchBody::of);
  }
}
