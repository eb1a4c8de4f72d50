package dev.phaseledger.query.personal;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.query.HoldView;
import dev.phaseledger.api.query.LedgerQuery.ListHolds;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads legal holds.
@RestController
@RequestMapping("/v1/holds")
final class HoldEndpoint {

  private final Reads reads;

  HoldEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  PageBody<HoldView> list(
      Principal principal,
      @RequestParam Optional<String> subject,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListHolds(
                principal.tenant(), subject.map(SubjectId::new), Reads.cursor(after, size)),
            HoldView.class),
        Function.identity());
  }
}
