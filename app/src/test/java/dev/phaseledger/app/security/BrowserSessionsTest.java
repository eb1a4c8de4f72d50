package dev.phaseledger.app.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.testsupport.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrowserSessionsTest {

  private static final Duration MOMENT = Duration.ofMillis(1);

  private final SettableClock clock = SettableClock.at("2026-11-20T09:00:00Z");
  private final List<String> tokens = new ArrayList<>();

  @TempDir private Path directory;
  private BrowserSessions sessions;

  @BeforeEach
  void start() throws IOException {
    Path file = directory.resolve("principals.yaml");
    for (String id : List.of("ada", "bo")) {
      new PrincipalsFile(file)
          .add(
              new Principal(
                  new PrincipalId(id),
                  Principal.Kind.HUMAN,
                  new TenantId("default"),
                  Set.of(Role.AUDITOR),
                  Optional.empty()),
              tokens::add);
    }
    sessions = new BrowserSessions(new PrincipalDirectory(file), clock);
  }

  @Test
  void lastsAsLongAsItIsUsed() {
    String id = open("ada");
    for (int use = 0; use < 3; use++) {
      clock.advance(BrowserSessions.IDLE_MAX.minus(MOMENT));
      assertThat(who(id)).contains("ada");
    }
    clock.advance(BrowserSessions.IDLE_MAX);
    assertThat(who(id)).isEmpty();
  }

  @Test
  void endsHoweverMuchItIsUsed() {
    String id = open("ada");
    Duration step = BrowserSessions.IDLE_MAX.minus(MOMENT);
    Duration lasted = Duration.ZERO;
    while (lasted.plus(step).compareTo(BrowserSessions.LENGTH_MAX) < 0) {
      clock.advance(step);
      lasted = lasted.plus(step);
      assertThat(who(id)).contains("ada");
    }
    clock.advance(BrowserSessions.LENGTH_MAX.minus(lasted));
    assertThat(who(id)).isEmpty();
  }

  @Test
  void isOverOnceClosed() {
    String id = open("ada");
    sessions.close(id);
    assertThat(who(id)).isEmpty();
  }

  @Test
  void opensForKnownTokensOnly() {
    assertThat(sessions.open("pl_nobody")).isEmpty();
    assertThat(sessions.open("")).isEmpty();
    assertThat(who("")).isEmpty();
  }

  @Test
  void endsTheLeastRecentlyUsedOneOfATokenThatHasTooMany() {
    String others = open("bo");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < BrowserSessions.SESSIONS_PER_TOKEN_MAX; i++) {
      clock.advance(MOMENT);
      ids.add(open("ada"));
    }
    clock.advance(MOMENT);
    assertThat(who(ids.getFirst())).contains("ada");

    String last = open("ada");

    assertThat(who(ids.get(1))).isEmpty();
    ids.remove(1);
    assertThat(ids).allSatisfy(id -> assertThat(who(id)).contains("ada"));
    assertThat(who(last)).contains("ada");
    assertThat(who(others)).contains("bo");
  }

  @Test
  void vouchesOnlyForWhoKnowsItsOwnToken() {
    BrowserSessions.Open one = sessions.find(open("ada")).orElseThrow();
    BrowserSessions.Open other = sessions.find(open("ada")).orElseThrow();
    assertThat(one.vouchesFor(one.csrf())).isTrue();
    assertThat(one.vouchesFor(other.csrf())).isFalse();
    assertThat(one.vouchesFor("")).isFalse();
  }

  private String open(String who) {
    return sessions.open(tokens.get(who.equals("ada") ? 0 : 1)).orElseThrow();
  }

  private Optional<String> who(String id) {
    return sessions.find(id).map(open -> open.principal().id().value());
  }
}
