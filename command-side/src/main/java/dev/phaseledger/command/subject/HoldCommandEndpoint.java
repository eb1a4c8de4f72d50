package dev.phaseledger.command.subject;

import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.command.PolicyCommand.LiftHold;
import dev.phaseledger.api.command.PolicyCommand.PlaceHold;
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

/// Where legal holds are placed and lifted.
@RestController
@RequestMapping("/v1/holds")
final class HoldCommandEndpoint {

  private final LedgerCommands ledger;

  HoldCommandEndpoint(LedgerCommands ledger) {
    this.ledger = ledger;
  }

  /// @param reason why, without naming the person: it stays on record
  record HoldForm(@Nullable String hold, @Nullable String subject, @Nullable String reason) {}

  record LiftingForm(@Nullable String reason) {}

  @PostMapping
  Written place(Principal caller, RequestEnvelope envelope, @RequestBody HoldForm body) {
    HoldId hold = new HoldId(Given.required("hold", body.hold()));
    var command =
        new PlaceHold(
            envelope.context(caller),
            hold,
            new SubjectId(Given.required("subject", body.subject())),
            Given.required("reason", body.reason()));
    return Written.of(hold.value(), ledger.send(command));
  }

  @PostMapping("/{hold}/lifting")
  Written lift(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String hold,
      @RequestBody LiftingForm body) {
    var command =
        new LiftHold(
            envelope.context(caller), new HoldId(hold), Given.required("reason", body.reason()));
    return Written.of(hold, ledger.send(command));
  }
}
