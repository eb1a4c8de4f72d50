package dev.phaseledger.command.policy;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.PolicyCommand.SetPublishingRule;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Whether publishing a map takes two people in the caller's tenant.
@RestController
@RequestMapping("/v1/tenant/publishing")
final class PublishingRuleEndpoint {

  private final LedgerCommands ledger;
  private final InForce inForce;

  PublishingRuleEndpoint(LedgerCommands ledger, InForce inForce) {
    this.ledger = ledger;
    this.inForce = inForce;
  }

  record Rule(@Nullable Boolean secondPerson, @Nullable String reason) {}

  record RuleBody(boolean secondPerson) {}

  @GetMapping
  RuleBody find(Principal caller) {
    return new RuleBody(inForce.policy(caller.tenant()).drafting().secondPerson());
  }

  @PutMapping
  Written set(Principal caller, RequestEnvelope envelope, @RequestBody Rule body) {
    var command =
        new SetPublishingRule(
            envelope.context(caller),
            Given.required("secondPerson", body.secondPerson()),
            Given.required("reason", body.reason()));
    return Written.of(caller.tenant().value(), ledger.send(command));
  }
}
