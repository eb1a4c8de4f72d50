package dev.phaseledger.store;

import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.proof.NoteVerifier;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Puts a staged key in force for a tenant's log.
public final class KeyRotations {

  /// How long the old key signs beside the new one unless told otherwise.
  public static final Duration OVERLAP_DEFAULT = Duration.ofDays(7);

  /// Longest overlap.
  public static final Duration OVERLAP_MAX = Duration.ofDays(366);

  /// Length of a reason, in characters.
  public static final int REASON_CHARS_MAX = 2_000;

  /// How often a rotation is decided before a lost race is reported.
  static final int ATTEMPTS_MAX = 5;

  private final LedgerEngine engine;
  private final LogKeys keys;
  private final Clock clock;

  KeyRotations(LedgerEngine engine, LogKeys keys, Clock clock) {
    this.engine = engine;
    this.keys = keys;
    this.clock = clock;
  }

  /// A wish to rotate.
  ///
  /// @param reason why; recorded
  /// @param overlap how long the old key goes on signing too; zero retires it at once
  /// @param keyId which of the staged keys; needed if there are several
  public record Request(String reason, Duration overlap, Optional<String> keyId) {

    public Request {
      if (reason.isBlank() || reason.length() > REASON_CHARS_MAX) {
        throw new InvalidFieldException(
            "reason", "must have 1 to " + REASON_CHARS_MAX + " characters");
      }
      if (overlap.isNegative() || overlap.compareTo(OVERLAP_MAX) > 0) {
        throw new InvalidFieldException("overlap", "must be from PT0S to " + OVERLAP_MAX);
      }
    }
  }

  /// Records the rotation under a checkpoint that both keys sign.
  ///
  /// @param scope makes a fresh scope for each attempt
  /// @throws InvalidFieldException if no key, or no single one, is staged on this node
  /// @throws ConflictException if others kept writing to the log's stream
  public RecordedEvent rotate(TenantId tenant, Supplier<AppendScope> scope, Request request) {
    for (int attempt = 1; ; attempt++) {
      AppendScope fresh = scope.get();
      // Read before the key: if another node rotates in between, the sequence is taken.
      long sequence = keys.version(tenant) + 1;
      KeyRotated event = decide(tenant, fresh.actor(), request);
      try {
        return engine
            .append(fresh, List.of(new NewEvent(StreamId.log(tenant), sequence, event)))
            .getFirst();
      } catch (ConflictException lost) {
        if (attempt == ATTEMPTS_MAX) {
          throw lost;
        }
      }
    }
  }

  private KeyRotated decide(TenantId tenant, PrincipalId by, Request request) {
    Instant until = clock.instant().plus(request.overlap());
    NoteVerifier next = choose(keys.staged(tenant), request.keyId());
    return new KeyRotated(keys.current(tenant).vkey(), next.vkey(), until, by, request.reason());
  }

  private static NoteVerifier choose(List<NoteVerifier> staged, Optional<String> wanted) {
    if (staged.isEmpty()) {
      throw new InvalidFieldException(
          "keyId",
          "names no key: none is staged on this node. Run './ledger keys stage', copy the file to"
              + " every node, and ask again");
    }
    List<NoteVerifier> chosen =
        staged.stream()
            .filter(key -> wanted.isEmpty() || key.keyId().toString().equals(wanted.get()))
            .toList();
    if (chosen.size() != 1) {
      throw new InvalidFieldException(
          "keyId",
          "must be one of the staged keys: "
              + staged.stream().map(key -> key.keyId().toString()).toList());
    }
    return chosen.getFirst();
  }
}
