package dev.phaseledger.command.evidence;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.command.evidence.report.ReportFormat;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Takes reports that the ledger reads itself. What such evidence claims is what stands in the
/// bytes that are kept, so anybody can read them again; that the bytes are a true report of
/// anything, only its sender vouches for.
@RestController
final class ReportCommandEndpoint {

  private final LedgerCommands ledger;
  private final ArtifactStore artifacts;
  private final Clock clock;

  ReportCommandEndpoint(LedgerCommands ledger, ArtifactStore artifacts, Clock clock) {
    this.ledger = ledger;
    this.artifacts = artifacts;
    this.clock = clock;
  }

  /// The answer: as [dev.phaseledger.command.http.Written], and what the ledger read.
  ///
  /// @param id the digest of the report
  record RecordedReport(
      String id,
      long position,
      long index,
      int entries,
      boolean repeated,
      String kind,
      Optional<String> format,
      Fields claims) {}

  /// Reads a report, keeps it and puts it on record.
  ///
  /// Forms are not taken: their bodies would be read as parameters.
  ///
  /// @param format `junit-xml` or `sarif`
  /// @param kind what kind of evidence it is; by default what the format says
  /// @param commit what was tested or analysed, as the sender says
  /// @param producer who or what made it; by default the sender
  @PostMapping(
      path = "/v1/evidence/reports",
      consumes = {
        MediaType.APPLICATION_XML_VALUE,
        MediaType.TEXT_XML_VALUE,
        MediaType.APPLICATION_JSON_VALUE,
        "application/sarif+json",
        MediaType.APPLICATION_OCTET_STREAM_VALUE
      })
  ResponseEntity<RecordedReport> record(
      Principal caller,
      RequestEnvelope envelope,
      @RequestParam Optional<String> contractId,
      @RequestParam Optional<String> dispatchId,
      @RequestParam Optional<String> format,
      @RequestParam Optional<String> kind,
      @RequestParam Optional<String> commit,
      @RequestParam Optional<String> producer,
      @RequestBody byte[] report) {
    // Whether it is the contract's own agent is decided with the command; nobody else's report is
    // even read.
    if (!caller.holds(Role.AGENT) && !caller.holds(Role.OPERATOR)) {
      throw new ForbiddenException("putting reports on record needs the role AGENT or OPERATOR");
    }
    ContractId contract = new ContractId(Given.required("contractId", contractId.orElse(null)));
    ReportFormat read = ReportFormat.named(Given.required("format", format.orElse(null)));
    commit.ifPresent(text -> Limits.text("commit", text, Limits.NAME_CHARS_MAX));
    var evidence =
        new Evidence(
            kind.orElse(read.kind()),
            Digest.of(report),
            producer.orElse(caller.id().value()),
            clock.instant(),
            List.of(),
            claims(read.claims(report), commit),
            Optional.of(read.recorded()));
    var command =
        new RecordEvidence(
            envelope.context(caller),
            contract,
            dispatchId.map(DispatchId::new),
            evidence,
            List.of());
    return answer(ledger.send(command, () -> artifacts.store(caller.tenant(), report)), evidence);
  }

  private static Fields claims(Fields read, Optional<String> commit) {
    Fields.Builder claims = Fields.builder();
    read.members().forEach(claims::put);
    commit.ifPresent(text -> claims.put("commit", text));
    return claims.build();
  }

  private static ResponseEntity<RecordedReport> answer(Recorded recorded, Evidence sent) {
    Evidence evidence =
        recorded.first(EvidenceRecorded.class).map(EvidenceRecorded::evidence).orElse(sent);
    return ResponseEntity.status(recorded.repeated() ? HttpStatus.OK : HttpStatus.CREATED)
        .body(
            new RecordedReport(
                evidence.content().value(),
                recorded.position(),
                recorded.index(),
                recorded.events().size(),
                recorded.repeated(),
                evidence.kind(),
                evidence.format(),
                evidence.claims()));
  }
}
