package dev.phaseledger.command.evidence;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Puts evidence and facts on record.
@RestController
final class EvidenceCommandEndpoint {

  private final LedgerCommands ledger;

  EvidenceCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  record FactForm(
      @Nullable String name,
      @Nullable String key,
      @Nullable JsonValue value,
      @Nullable Instant observedAt) {

    Fact fact(String field) {
      return new Fact(
          Given.required(field + ".name", name),
          Given.text(key),
          Given.required(field + ".value", value),
          Given.required(field + ".observedAt", observedAt));
    }
  }

  record EvidenceBody(
      @Nullable String contractId,
      @Nullable String dispatchId,
      @Nullable EvidenceForm evidence,
      @Nullable List<@Nullable FactForm> facts) {}

  @PostMapping("/v1/evidence")
  ResponseEntity<Written> record(
      Principal caller, RequestEnvelope envelope, @RequestBody EvidenceBody body) {
    Evidence evidence = Given.required("evidence", body.evidence()).evidence("evidence");
    List<FactForm> forms = Given.list("facts", body.facts());
    var facts = new java.util.ArrayList<Fact>();
    for (int i = 0; i < forms.size(); i++) {
      facts.add(forms.get(i).fact("facts[" + i + "]"));
    }
    var command =
        new RecordEvidence(
            envelope.context(caller),
            new ContractId(Given.required("contractId", body.contractId())),
            Given.optional(body.dispatchId()).map(DispatchId::new),
            evidence,
            facts);
    return Written.created(evidence.content().value(), ledger.send(command));
  }
}
