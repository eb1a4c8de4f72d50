package dev.phaseledger.command.contract;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.EndContract;
import dev.phaseledger.api.command.ContractCommand.EnterPhase;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.command.http.Written;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Issues contracts, delegates and amends them, moves them from phase to phase, and ends them.
@RestController
@RequestMapping("/v1/contracts")
final class ContractCommandEndpoint {

  /// The entity tag of a contract begins with the version of its terms.
  private static final Pattern VERSION_TAG = Pattern.compile("\"(\\d{1,9})(?:\\.\\d+)?\"");

  private final LedgerCommands ledger;
  private final Templates templates;
  private final IdSource ids;
  private final Clock clock;

  ContractCommandEndpoint(LedgerCommands ledger, Templates templates, IdSource ids, Clock clock) {
    this.templates = templates;
    this.ledger = ledger;
    this.ids = ids;
    this.clock = clock;
  }

  record Reason(@Nullable String reason) {}

  record PhaseWish(@Nullable String phase, @Nullable String justification) {}

  /// What became of the wish to enter a phase.
  ///
  /// @param granted whether the contract is in that phase from here on
  record PhaseAnswer(
      String contractId,
      String phase,
      boolean granted,
      String explanation,
      List<String> evidence,
      long position,
      long index,
      boolean repeated) {}

  @PostMapping
  ResponseEntity<Written> issue(
      Principal caller, RequestEnvelope envelope, @RequestBody ContractForm body) {
    return issue(caller, envelope, body, body.parentId());
  }

  @PostMapping("/{contract}/delegations")
  ResponseEntity<Written> delegate(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestBody ContractForm body) {
    var parent = new ContractId(contract);
    if (body.parentId().filter(named -> !named.equals(parent)).isPresent()) {
      throw new InvalidFieldException("parent", "is not the contract that the path names");
    }
    return issue(caller, envelope, body, Optional.of(parent));
  }

  private ResponseEntity<Written> issue(
      Principal caller, RequestEnvelope envelope, ContractForm given, Optional<ContractId> parent) {
    Templates.Written written = templates.filled(caller.tenant(), given);
    ContractForm body = written.form();
    var contract =
        new ContractId(Given.optional(body.contractId()).orElseGet(() -> "ctr-" + ids.next()));
    var command =
        new IssueContract(
            envelope.context(caller),
            contract,
            body.terms(1, parent, written.template(), clock.instant()));
    var recorded = ledger.send(command);
    return Written.created(
        recorded
            .first(ContractIssued.class)
            .map(issued -> issued.contract().value())
            .orElse(contract.value()),
        recorded);
  }

  /// Replaces the terms, if they are still those that the caller has seen: their version is named
  /// by the header or by the body.
  ///
  /// @param ifMatch the entity tag of the contract as the caller has read it, or the version of its
  ///   terms in quotes
  @PutMapping("/{contract}")
  Written amend(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
      @RequestBody ContractForm body) {
    var id = new ContractId(contract);
    if (Given.optional(body.contractId()).filter(named -> !named.equals(contract)).isPresent()) {
      throw new InvalidFieldException("contractId", "is not the contract that the path names");
    }
    if (body.template() != null || body.parameters() != null) {
      throw new InvalidFieldException("template", "cannot change: write the terms in full");
    }
    int version = version(ifMatch, body.version());
    var command =
        new AmendContract(
            envelope.context(caller),
            id,
            version,
            body.terms(version + 1, body.parentId(), Optional.empty(), clock.instant()),
            Given.required("reason", body.reason()));
    return Written.of(contract, ledger.send(command));
  }

  @PostMapping("/{contract}/fulfilment")
  Written fulfil(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestBody Reason body) {
    return end(caller, envelope, contract, Ending.FULFILLED, body);
  }

  @PostMapping("/{contract}/stop")
  Written stop(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestBody Reason body) {
    return end(caller, envelope, contract, Ending.STOPPED, body);
  }

  @PostMapping("/{contract}/revocation")
  Written revoke(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestBody Reason body) {
    var command =
        new RevokeContract(
            envelope.context(caller),
            new ContractId(contract),
            Given.required("reason", body.reason()));
    return Written.of(contract, ledger.send(command));
  }

  @PostMapping("/{contract}/phase")
  PhaseAnswer enterPhase(
      Principal caller,
      RequestEnvelope envelope,
      @PathVariable String contract,
      @RequestBody PhaseWish body) {
    var command =
        new EnterPhase(
            envelope.context(caller),
            new ContractId(contract),
            Given.required("phase", body.phase()),
            Given.required("justification", body.justification()));
    Recorded recorded = ledger.send(command);
    PhaseDecided decided = recorded.first(PhaseDecided.class).orElseThrow();
    return new PhaseAnswer(
        contract,
        decided.phase(),
        decided.granted(),
        decided.explanation(),
        decided.evidence().stream().map(digest -> digest.value()).toList(),
        recorded.position(),
        recorded.index(),
        recorded.repeated());
  }

  private Written end(
      Principal caller, RequestEnvelope envelope, String contract, Ending ending, Reason body) {
    var command =
        new EndContract(
            envelope.context(caller),
            new ContractId(contract),
            ending,
            Given.required("reason", body.reason()));
    return Written.of(contract, ledger.send(command));
  }

  private static int version(@Nullable String ifMatch, @Nullable Integer inBody) {
    if (ifMatch == null && inBody != null) {
      return inBody;
    }
    int version = version(Given.required(HttpHeaders.IF_MATCH, ifMatch));
    if (inBody != null && inBody != version) {
      throw new StaleVersionException(
          HttpHeaders.IF_MATCH,
          "names version %d, and the body version %d".formatted(version, inBody));
    }
    return version;
  }

  private static int version(String tag) {
    Matcher matcher = VERSION_TAG.matcher(tag);
    if (!matcher.matches()) {
      throw new InvalidFieldException(
          HttpHeaders.IF_MATCH, "must be the contract's entity tag, or its version, such as \"2\"");
    }
    return Integer.parseInt(matcher.group(1));
  }
}
