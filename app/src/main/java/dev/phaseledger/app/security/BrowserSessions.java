package dev.phaseledger.app.security;

import dev.phaseledger.api.Principal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Browsers that are signed in. Sessions are kept in memory: a restart ends them all, and behind a
/// balancer a browser must stay with its node.
///
/// A session holds the digest of the token that opened it and nothing of what the token allows:
/// whose it is, and with which roles, is looked up at each request, so that a revoked token ends
/// its sessions at once.
final class BrowserSessions {

  /// How long a session lasts without a request.
  static final Duration IDLE_MAX = Duration.ofMinutes(30);

  /// How long a session lasts.
  static final Duration LENGTH_MAX = Duration.ofHours(12);

  /// Sessions of one token; one more ends the one that was used least recently.
  static final int SESSIONS_PER_TOKEN_MAX = 8;

  private final PrincipalDirectory principals;
  private final Clock clock;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  BrowserSessions(PrincipalDirectory principals, Clock clock) {
    this.principals = principals;
    this.clock = clock;
  }

  private record Session(String tokenSha256, String csrf, Instant opened, Instant used) {
    private Session usedAt(Instant now) {
      return new Session(tokenSha256, csrf, opened, now);
    }

    private boolean isOver(Instant now) {
      return !now.isBefore(used.plus(IDLE_MAX)) || !now.isBefore(opened.plus(LENGTH_MAX));
    }
  }

  /// A session that holds now.
  ///
  /// @param csrf what unsafe requests must repeat
  record Open(Principal principal, String csrf) {

    /// Compared in constant time.
    boolean vouchesFor(String repeated) {
      return MessageDigest.isEqual(
          csrf.getBytes(StandardCharsets.UTF_8), repeated.getBytes(StandardCharsets.UTF_8));
    }
  }

  /// Opens a session under a fresh identifier.
  ///
  /// @return its identifier; empty if the token is nobody's
  Optional<String> open(String token) {
    String digest = Tokens.digest(token);
    if (principals.findByDigest(digest).isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    String id = Tokens.random();
    synchronized (this) {
      sessions.values().removeIf(session -> session.isOver(now));
      makeRoom(digest);
      sessions.put(id, new Session(digest, Tokens.random(), now, now));
    }
    return Optional.of(id);
  }

  private void makeRoom(String digest) {
    List<Map.Entry<String, Session>> same =
        sessions.entrySet().stream()
            .filter(entry -> entry.getValue().tokenSha256().equals(digest))
            .sorted(Comparator.comparing(entry -> entry.getValue().used()))
            .toList();
    same.stream()
        .limit(Math.max(0, same.size() - SESSIONS_PER_TOKEN_MAX + 1L))
        .forEach(entry -> sessions.remove(entry.getKey()));
  }

  /// The session of a request, if it still holds. Asking counts as use.
  Optional<Open> find(String id) {
    Instant now = clock.instant();
    Session session =
        sessions.computeIfPresent(id, (_, known) -> known.isOver(now) ? null : known.usedAt(now));
    if (session == null) {
      return Optional.empty();
    }
    Optional<Principal> principal = principals.findByDigest(session.tokenSha256());
    if (principal.isEmpty()) {
      sessions.remove(id);
    }
    return principal.map(known -> new Open(known, session.csrf()));
  }

  void close(String id) {
    sessions.remove(id);
  }
}
