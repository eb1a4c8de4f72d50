package dev.phaseledger.query.agents;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.ListOpenPromotions;
import dev.phaseledger.api.query.PromotionView;
import dev.phaseledger.query.reading.PageBody;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads proposed promotions that can be answered.
@RestController
@RequestMapping("/v1/promotions")
final class PromotionEndpoint {

  /// A proposed promotion, as it is sent.
  record PromotionBody(
      String agentId,
      String proposal,
      int from,
      int to,
      String rule,
      String explanation,
      CompetenceBody competence,
      int count,
      List<String> roles,
      List<String> grantedBy,
      Instant proposedAt,
      Instant expiresAt,
      long position) {

    static PromotionBody of(PromotionView view) {
      return new PromotionBody(
          view.agentId(),
          view.proposal(),
          view.from(),
          view.to(),
          view.rule(),
          view.explanation(),
          CompetenceBody.of(view.competence()),
          view.count(),
          view.roles().stream().sorted().toList(),
          view.grantedBy(),
          view.proposedAt(),
          view.expiresAt(),
          view.position());
    }
  }

  private final Reads reads;
  private final Clock clock;

  PromotionEndpoint(Reads reads, Clock clock) {
    this.reads = reads;
    this.clock = clock;
  }

  @GetMapping
  PageBody<PromotionBody> list(
      Principal principal,
      @RequestParam Optional<String> after,
      @RequestParam Optional<Integer> size,
      @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return PageBody.of(
        reads.list(
            new ListOpenPromotions(principal.tenant(), clock.instant(), Reads.cursor(after, size)),
            PromotionView.class),
        PromotionBody::of);
  }
}
