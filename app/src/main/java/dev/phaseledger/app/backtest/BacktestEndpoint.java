package dev.phaseledger.app.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.append.ArtifactStore;
import dev.phaseledger.app.backtest.BacktestJob.View;
import dev.phaseledger.command.authority.InForce;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.Mode;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.query.reading.Trees;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Tries a policy on the history of the caller's tenant.
@RestController
@RequestMapping("/v1/backtests")
final class BacktestEndpoint {

  /// What is to be tried.
  ///
  /// @param source the map; without one, history is judged by what it was judged by
  /// @param mode `PER_DECISION` unless given
  /// @param from the first position to be judged; 1 unless given
  record Trial(@Nullable String source, @Nullable String mode, @Nullable Long from) {}

  /// How far it is, in positions of the ledger.
  record ProgressBody(long position, long to, long judged, long flipped) {}

  /// A back-test, as it is sent.
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record JobBody(
      String id,
      String state,
      String mode,
      long from,
      Optional<String> candidate,
      ProgressBody progress,
      String askedBy,
      Instant askedAt,
      Optional<Map<String, @Nullable Object>> result,
      Optional<String> digest,
      Optional<String> problem) {

    static JobBody of(View view) {
      var progress = view.progress();
      return new JobBody(
          view.id(),
          view.state().name(),
          view.order().mode().name(),
          view.order().candidate().from(),
          view.order().candidate().map().map(map -> map.digest().value()),
          new ProgressBody(
              progress.position(), progress.to(), progress.judged(), progress.flipped()),
          view.by().id().value(),
          view.askedAt(),
          view.result().map(Trees::of),
          view.digest().map(digest -> digest.value()),
          view.problem());
    }
  }

  /// Those that are remembered.
  record JobsBody(List<JobBody> items) {}

  private final Backtests backtests;
  private final ArtifactStore artifacts;
  private final InForce inForce;

  BacktestEndpoint(Backtests backtests, ArtifactStore artifacts, InForce inForce) {
    this.inForce = inForce;
    this.backtests = backtests;
    this.artifacts = artifacts;
  }

  @PostMapping
  ResponseEntity<JobBody> start(
      Principal caller, RequestEnvelope envelope, @RequestBody Trial body) {
    requireAuthor(caller, body.source() != null);
    Optional<CompiledMap> map = Given.optional(body.source()).map(InvariantMaps::compile);
    Mode mode =
        Given.optional(body.mode())
            .map(name -> Given.constant("mode", name, Mode.values()))
            .orElse(Mode.PER_DECISION);
    long from = Given.optional(body.from()).orElse(1L);
    if (from < 1) {
      throw new InvalidFieldException("from", "must be a position, from 1 on");
    }
    View job =
        backtests.start(
            caller,
            new Backtests.Wish(
                mode,
                new Candidate(map, from, inForce.policy(caller.tenant()).snapshot()),
                Selection.ALL),
            envelope.idempotency());
    return ResponseEntity.accepted()
        .location(URI.create("/v1/backtests/" + job.id()))
        .body(JobBody.of(job));
  }

  @GetMapping
  JobsBody list(Principal caller) {
    requireAuthor(caller, false);
    return new JobsBody(backtests.list(caller.tenant()).stream().map(JobBody::of).toList());
  }

  @GetMapping("/{id}")
  JobBody find(Principal caller, @PathVariable String id) {
    requireAuthor(caller, false);
    return JobBody.of(backtests.find(caller.tenant(), id));
  }

  /// The signed result, byte for byte.
  @GetMapping(path = "/{id}/note", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> note(Principal caller, @PathVariable String id) {
    requireAuthor(caller, false);
    byte[] note =
        backtests
            .find(caller.tenant(), id)
            .digest()
            .flatMap(digest -> artifacts.find(caller.tenant(), digest))
            .orElseThrow(() ->
                new NotFoundException("backtestId", "Back-test " + id + " has no result yet."));
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(note);
  }

  @DeleteMapping("/{id}")
  JobBody cancel(Principal caller, @PathVariable String id) {
    requireOwn(caller, id);
    return JobBody.of(backtests.cancel(caller.tenant(), id));
  }

  @PostMapping("/{id}/resume")
  ResponseEntity<JobBody> resume(Principal caller, @PathVariable String id) {
    requireOwn(caller, id);
    return ResponseEntity.accepted().body(JobBody.of(backtests.resume(caller.tenant(), id)));
  }

  /// An auditor stops and resumes what it has asked for itself.
  private void requireOwn(Principal caller, String id) {
    requireAuthor(caller, false);
    View job = backtests.find(caller.tenant(), id);
    if (!caller.holds(Role.POLICY_AUTHOR) && !job.by().id().equals(caller.id())) {
      throw new ForbiddenException("only a POLICY_AUTHOR stops or resumes what others asked for");
    }
  }

  /// Auditors may have history judged by what it was judged by; trying a policy is for authors.
  private static void requireAuthor(Principal caller, boolean candidate) {
    boolean may = caller.holds(Role.POLICY_AUTHOR) || (!candidate && caller.holds(Role.AUDITOR));
    if (!may) {
      throw new ForbiddenException(
          candidate
              ? "trying a policy on history needs the role POLICY_AUTHOR"
              : "back-tests need the role POLICY_AUTHOR or AUDITOR");
    }
  }
}
