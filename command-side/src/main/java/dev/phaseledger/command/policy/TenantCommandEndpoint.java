package dev.phaseledger.command.policy;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.PolicyCommand.HaltTenant;
import dev.phaseledger.api.command.PolicyCommand.ResumeTenant;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Halts the caller's tenant and resumes it.
@RestController
@RequestMapping("/v1/tenant")
final class TenantCommandEndpoint {

  private final LedgerCommands ledger;

  TenantCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record TenantChange(@Nullable String reason) {}

  @PostMapping("/halt")
  Written halt(Principal caller, RequestEnvelope envelope, @RequestBody TenantChange body) {
    var command = new HaltTenant(envelope.context(caller), Given.required("reason", body.reason()));
    return Written.of(caller.tenant().value(), ledger.send(command));
  }

  @PostMapping("/resume")
  Written resume(Principal caller, RequestEnvelope envelope, @RequestBody TenantChange body) {
    var command =
        new ResumeTenant(envelope.context(caller), Given.required("reason", body.reason()));
    return Written.of(caller.tenant().value(), ledger.send(command));
  }
}
