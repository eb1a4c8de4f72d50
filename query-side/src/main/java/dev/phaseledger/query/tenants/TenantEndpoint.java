package dev.phaseledger.query.tenants;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery.FindTenant;
import dev.phaseledger.api.query.TenantView;
import dev.phaseledger.query.reading.Readers;
import dev.phaseledger.query.reading.Reads;
import java.time.Instant;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads whether the caller's tenant is halted.
@RestController
@RequestMapping("/v1/tenant")
final class TenantEndpoint {

  /// A tenant, as it is sent.
  ///
  /// @param halt absent unless the tenant is halted
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record TenantBody(String tenant, boolean halted, Optional<HaltBody> halt, long position) {

    static TenantBody of(TenantView view) {
      return new TenantBody(
          view.tenant(),
          view.halt().isPresent(),
          view.halt().map(halt -> new HaltBody(halt.reason(), halt.by(), halt.at())),
          view.position());
    }
  }

  /// A halt, as it is sent.
  record HaltBody(String reason, String by, Instant at) {}

  private final Reads reads;

  TenantEndpoint(Reads reads) {
    this.reads = reads;
  }

  @GetMapping
  TenantBody find(Principal principal, @RequestParam Optional<Long> atLeast) {
    Readers.requireAll(principal);
    reads.await(atLeast);
    return TenantBody.of(reads.ask(new FindTenant(principal.tenant()), TenantView.class));
  }
}
