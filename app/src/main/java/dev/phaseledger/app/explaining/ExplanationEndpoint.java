package dev.phaseledger.app.explaining;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import dev.phaseledger.query.reading.Trees;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Explains the newest verdict on a dispatch. Not for agents: it shows the tenant's rules with
/// their thresholds, and how close to them one is.
@RestController
@RequestMapping("/v1/dispatches")
final class ExplanationEndpoint {

  private final Reads reads;
  private final Histories histories;

  ExplanationEndpoint(Reads reads, Histories histories) {
    this.reads = reads;
    this.histories = histories;
  }

  @GetMapping("/{dispatchId}/explanation")
  Map<String, @Nullable Object> explain(
      Principal principal, @PathVariable String dispatchId, @RequestParam Optional<Long> atLeast) {
    DispatchId dispatch = new DispatchId(dispatchId);
    Readers.requireAll(principal);
    reads.await(atLeast);
    return reads
        .find(new FindDispatch(principal.tenant(), dispatch), DispatchView.class)
        .flatMap(view ->
            histories.newest(
                principal.tenant(),
                new ContractId(view.contractId()),
                new AgentId(view.agentId()),
                dispatch))
        .map(ExplanationJson::of)
        .map(Trees::of)
        .orElseThrow(
            () -> new NotFoundException("dispatchId", "There is no dispatch " + dispatch + "."));
  }
}
