package dev.phaseledger.command.subject;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.command.SubjectCommand.EraseSubject;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Where personal data is erased.
@RestController
@RequestMapping("/v1/subjects")
final class SubjectCommandEndpoint {

  private final LedgerCommands ledger;

  SubjectCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  /// @param reason why, without naming the person: it stays on record
  record ErasureForm(@Nullable String reason) {}

  @PostMapping("/{subject}/erasure")
  Written erase(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String subject,
      @RequestBody ErasureForm body) {
    var command =
        new EraseSubject(
            envelope.context(caller),
            new SubjectId(subject),
            Given.required("reason", body.reason()));
    return Written.of(subject, ledger.send(command));
  }
}
