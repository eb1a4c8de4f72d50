package dev.phaseledger.command.contract;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.PolicyCommand.PublishTemplate;
import dev.phaseledger.api.event.PolicyEvent.TemplatePublished;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import dev.phaseledger.policy.template.ContractTemplate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Publishes contract templates.
@RestController
final class TemplateCommandEndpoint {

  private final LedgerCommands ledger;

  TemplateCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record Publication(@Nullable String source) {}

  @PostMapping("/v1/contract-templates")
  ResponseEntity<Written> publish(
      Principal caller, RequestEnvelope envelope, @RequestBody Publication body) {
    String source = Given.required("source", body.source());
    var recorded = ledger.send(new PublishTemplate(envelope.context(caller), source));
    String name =
        recorded
            .first(TemplatePublished.class)
            .map(TemplatePublished::name)
            .orElseGet(() -> ContractTemplate.compile(source).name());
    return Written.created(name, recorded);
  }
}
