package dev.phaseledger.app.keys;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.command.http.RequestEnvelope;
import dev.phaseledger.store.KeyRotations;
import dev.phaseledger.store.LedgerEngine;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Puts a staged key in force for the log of the caller's tenant.
@RestController
@RequestMapping("/v1/ledger/keys")
final class KeyRotationEndpoint {

  private final LedgerEngine engine;

  KeyRotationEndpoint(LedgerEngine engine) {
    this.engine = engine;
  }

  /// A wish to rotate.
  ///
  /// @param overlap how long the old key signs beside the new one, as an ISO 8601 duration; seven
  ///   days unless given
  /// @param keyId which of the staged keys; needed if there are several
  record Rotation(@Nullable String reason, @Nullable String overlap, @Nullable String keyId) {}

  /// What was recorded.
  ///
  /// @param index log index of the entry; its proof is at `/v1/ledger/rotations/{index}`
  /// @param repeated whether this repeats an earlier request's result
  record Rotated(
      String oldKey,
      String newKey,
      String overlapUntil,
      long position,
      long index,
      boolean repeated) {}

  /// Has the tenant's log signed with a staged key from here on.
  @PostMapping("/rotation")
  ResponseEntity<Rotated> rotate(
      Principal caller, RequestEnvelope envelope, @RequestBody Rotation body) {
    if (!caller.holds(Role.OPERATOR)) {
      throw new ForbiddenException("rotating a key needs the role OPERATOR");
    }
    KeyRotations.Request request =
        new KeyRotations.Request(
            Given.required("reason", body.reason()),
            overlap(body.overlap()),
            Given.optional(body.keyId()));
    Optional<Claim> claim = claim(caller, envelope);
    Optional<ClaimTakenException> holder = claim.flatMap(engine::holder);
    if (holder.isPresent()) {
      return repeated(holder.get());
    }
    try {
      RecordedEvent recorded =
          engine.rotations().rotate(caller.tenant(), () -> scope(caller, envelope, claim), request);
      return ResponseEntity.status(HttpStatus.CREATED).body(answer(recorded, false));
    } catch (ClaimTakenException taken) {
      return repeated(taken);
    }
  }

  private static Duration overlap(@Nullable String text) {
    if (text == null) {
      return KeyRotations.OVERLAP_DEFAULT;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidFieldException(
          "overlap", "must be an ISO 8601 duration, such as P7D or PT12H; is '" + text + "'");
    }
  }

  private static Optional<Claim> claim(Principal caller, RequestEnvelope envelope) {
    return envelope
        .idempotency()
        .map(key ->
            new Claim(caller.tenant(), "idempotency:" + caller.id(), key.key(), key.request()));
  }

  private static AppendScope scope(
      Principal caller, RequestEnvelope envelope, Optional<Claim> claim) {
    AppendScope scope = new AppendScope(caller.id(), envelope.trace());
    claim.ifPresent(scope::claim);
    return scope;
  }

  private ResponseEntity<Rotated> repeated(ClaimTakenException taken) {
    RecordedEvent first = engine.read(taken.position(), 1).getFirst();
    if (!taken.sameRequest() || !(first.event() instanceof KeyRotated)) {
      throw taken;
    }
    return ResponseEntity.ok(answer(first, true));
  }

  private static Rotated answer(RecordedEvent recorded, boolean repeated) {
    if (!(recorded.event() instanceof KeyRotated rotated)) {
      throw new IllegalStateException("not a rotation: " + recorded);
    }
    return new Rotated(
        rotated.oldKey(),
        rotated.newKey(),
        rotated.overlapUntil().toString(),
        recorded.position(),
        recorded.index(),
        repeated);
  }
}
