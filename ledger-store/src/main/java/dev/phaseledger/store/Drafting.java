package dev.phaseledger.store;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.Guard;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.proof.TreeHashing;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Everything about an append that can be done before its place is known: bytes, hashes, checks. It
/// runs on the caller's thread, so that the one writer has less to do.
final class Drafting {

  /// Length of a claim's scope and of its key, in characters.
  static final int CLAIM_CHARS_MAX = 512;

  private final Clock clock;
  private final IdSource ids;

  Drafting(Clock clock, IdSource ids) {
    this.clock = clock;
    this.ids = ids;
  }

  Append draft(AppendScope scope, List<NewEvent> events) {
    if (events.isEmpty() || events.size() > LedgerEngine.APPEND_ENTRIES_MAX) {
      throw new IllegalArgumentException(
          "an append has %d events, not 1 to %d"
              .formatted(events.size(), LedgerEngine.APPEND_ENTRIES_MAX));
    }
    TenantId tenant = events.getFirst().stream().tenant();
    for (Guard guard : scope.guards()) {
      checkTenant(tenant, guard.stream().tenant());
    }
    List<Claim> claims = scope.claims().stream().distinct().toList();
    for (Claim claim : claims) {
      checkTenant(tenant, claim.tenant());
      checkText("claim.scope", claim.scope());
      checkText("claim.key", claim.key());
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<Draft> drafts = new ArrayList<>(events.size());
    for (NewEvent event : events) {
      checkTenant(tenant, event.stream().tenant());
      drafts.add(draft(scope, event, now));
    }
    return new Append(tenant, drafts, scope.guards(), claims, scope.sealed());
  }

  private Draft draft(AppendScope scope, NewEvent event, Instant now) {
    String id = ids.next();
    byte[] bytes =
        EntryCodec.encode(
            id, event.stream(), event.sequence(), now, scope.actor(), scope.trace(), event.event());
    return new Draft(event, id, now, scope.actor(), scope.trace(), bytes, TreeHashing.leaf(bytes));
  }

  private static void checkTenant(TenantId tenant, TenantId other) {
    if (!tenant.equals(other)) {
      throw new IllegalArgumentException(
          "an append belongs to one tenant, not to %s and %s".formatted(tenant, other));
    }
  }

  /// What the database's text type cannot hold would fail the whole batch.
  private static void checkText(String field, String text) {
    if (text.isEmpty() || text.length() > CLAIM_CHARS_MAX) {
      throw new InvalidFieldException(field, "must have 1 to " + CLAIM_CHARS_MAX + " characters");
    }
    // A surrogate that is a code point by itself has lost its other half.
    if (text.codePoints().anyMatch(c -> c < ' ' || (c >= 0xD800 && c <= 0xDFFF))) {
      throw new InvalidFieldException(
          field, "must not hold control characters or halves of characters");
    }
  }
}
