package dev.phaseledger.app.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.DispatchId;
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
import dev.phaseledger.query.reading.Trees;
import java.net.URI;
import java.time.DateTimeException;
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

/// Derives decisions of the caller's tenant again from what is on record, and says whether each
/// comes out as it was recorded.
@RestController
@RequestMapping("/v1/replays")
final class ReplayEndpoint {

  /// Which decisions; all of them if nothing is given.
  ///
  /// @param run the value of the label `run`
  /// @param from decided at this time or later
  /// @param to decided before this time
  record Which(
      @Nullable String dispatchId,
      @Nullable String run,
      @Nullable String from,
      @Nullable String to) {}

  /// A replay, as it is sent.
  ///
  /// @param entries positions of the ledger that are read
  /// @param entriesDone those read so far
  /// @param decisions derived again so far
  /// @param equal those that came out equal in everything
  /// @param different those that did not: none, or the ledger or this program is at fault
  /// @param digest of the signed result among the tenant's artifacts
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record JobBody(
      String id,
      String state,
      long entries,
      long entriesDone,
      long decisions,
      long equal,
      long different,
      String askedBy,
      Instant askedAt,
      Optional<Map<String, @Nullable Object>> result,
      Optional<String> digest,
      Optional<String> problem) {

    static JobBody of(View view) {
      BacktestRun.Progress progress = view.progress();
      return new JobBody(
          view.id(),
          view.state().name(),
          progress.to(),
          progress.position(),
          progress.judged(),
          progress.equal(),
          progress.judged() - progress.equal(),
          view.by().id().value(),
          view.askedAt(),
          view.result().map(Trees::of),
          view.digest().map(digest -> digest.value()),
          view.problem());
    }
  }

  /// Those that are remembered, the newest first.
  record JobsBody(List<JobBody> items) {}

  private final Backtests replays;
  private final ArtifactStore artifacts;
  private final InForce inForce;

  ReplayEndpoint(Backtests replays, ArtifactStore artifacts, InForce inForce) {
    this.replays = replays;
    this.artifacts = artifacts;
    this.inForce = inForce;
  }

  @PostMapping
  ResponseEntity<JobBody> start(
      Principal caller, RequestEnvelope envelope, @RequestBody Which body) {
    requireReviewer(caller);
    Candidate recorded =
        new Candidate(Optional.empty(), 1, inForce.policy(caller.tenant()).snapshot());
    View job =
        replays.start(
            caller,
            new Backtests.Wish(Mode.PER_DECISION, recorded, selection(body)),
            envelope.idempotency());
    return ResponseEntity.accepted()
        .location(URI.create("/v1/replays/" + job.id()))
        .body(JobBody.of(job));
  }

  private static Selection selection(Which body) {
    Optional<Instant> from = Given.optional(body.from()).map(text -> time("from", text));
    Optional<Instant> to = Given.optional(body.to()).map(text -> time("to", text));
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new InvalidFieldException("to", "must be later than 'from'");
    }
    return new Selection(
        Given.optional(body.dispatchId()).map(DispatchId::new),
        Given.optional(body.run()),
        from,
        to);
  }

  private static Instant time(String field, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidFieldException(field, "must be a time such as 2026-01-31T10:00:00Z");
    }
  }

  @GetMapping
  JobsBody list(Principal caller) {
    requireReviewer(caller);
    return new JobsBody(replays.list(caller.tenant()).stream().map(JobBody::of).toList());
  }

  @GetMapping("/{id}")
  JobBody find(Principal caller, @PathVariable String id) {
    requireReviewer(caller);
    return JobBody.of(replays.find(caller.tenant(), id));
  }

  /// The signed result, byte for byte.
  @GetMapping(path = "/{id}/note", produces = MediaType.TEXT_PLAIN_VALUE)
  ResponseEntity<byte[]> note(Principal caller, @PathVariable String id) {
    requireReviewer(caller);
    byte[] note =
        replays
            .find(caller.tenant(), id)
            .digest()
            .flatMap(digest -> artifacts.find(caller.tenant(), digest))
            .orElseThrow(
                () -> new NotFoundException("replayId", "Replay " + id + " has no result yet."));
    return ResponseEntity.ok().contentType(MediaType.TEXT_PLAIN).body(note);
  }

  /// Stops one; whoever has asked for it may, and an author.
  @DeleteMapping("/{id}")
  JobBody cancel(Principal caller, @PathVariable String id) {
    requireReviewer(caller);
    View job = replays.find(caller.tenant(), id);
    if (!caller.holds(Role.POLICY_AUTHOR) && !job.by().id().equals(caller.id())) {
      throw new ForbiddenException("only a POLICY_AUTHOR stops what others asked for");
    }
    return JobBody.of(replays.cancel(caller.tenant(), id));
  }

  private static void requireReviewer(Principal caller) {
    if (!caller.holds(Role.AUDITOR) && !caller.holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("replays need the role AUDITOR or POLICY_AUTHOR");
    }
  }
}
