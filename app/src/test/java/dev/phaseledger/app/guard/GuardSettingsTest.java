package dev.phaseledger.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.app.guard.PushKind.History;
import dev.phaseledger.app.guard.PushKind.Protection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GuardSettingsTest {

  private static final String COMMIT = "1".repeat(40);
  private static final String NONE = "0".repeat(40);

  private static GuardSettings settings(String... entries) {
    String list = String.join("\0", entries).replace('=', '\n') + "\0ledger.url\nhttp://h:1\0";
    return GuardSettings.of(GuardConfig.parse(list.getBytes(StandardCharsets.UTF_8)), "site.git");
  }

  private static Environment environment(Map<String, String> variables) {
    return new Environment(Path.of("."), variables);
  }

  @Test
  void knowsAgentsByWhatTheServerSays() {
    GuardSettings settings =
        settings("ledger.agent.a.b@c.id=writer-1", "ledger.agent.a.b@c.contract=c-1");
    var pusher = settings.pusher(environment(Map.of("LEDGER_AGENT", "a.b@c")));
    assertThat(pusher.agent().value()).isEqualTo("writer-1");
    assertThat(pusher.contract().orElseThrow().value()).isEqualTo("c-1");
    assertThat(settings.repository()).isEqualTo("site");
    assertThatThrownBy(() -> settings.pusher(environment(Map.of("REMOTE_USER", "a.b@c"))))
        .hasMessageContaining("nobody said who pushes");
    assertThat(
            settings("ledger.identity=REMOTE_USER", "ledger.agent.x.id=y")
                .pusher(environment(Map.of("REMOTE_USER", "x")))
                .identity())
        .isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ledger.url=nowhere",
        "ledger.agent.x.id=not an id",
        "ledger.contract=a/b",
        "ledger.repository=../x",
        "ledger.repository=x/",
        "ledger.action.fly=git.fly",
        "ledger.outcome=nobody"
      })
  void refusesEverythingUnderAWrongSetting(String entry) {
    String list = "ledger.url\nhttp://h:1\0" + entry.replace('=', '\n') + "\0";
    assertThatThrownBy(() ->
            GuardSettings.of(GuardConfig.parse(list.getBytes(StandardCharsets.UTF_8)), "site.git"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("misconfigured");
  }

  @Test
  void protectsTheDefaultBranchUnlessOthersAreNamed() {
    RefUpdate main = new RefUpdate(COMMIT, COMMIT, "refs/heads/main");
    RefUpdate release = new RefUpdate(COMMIT, COMMIT, "refs/heads/release/1");
    assertThat(settings().protection(main, "refs/heads/main")).isEqualTo(Protection.PROTECTED);
    assertThat(settings().protection(release, "refs/heads/main")).isEqualTo(Protection.OPEN);
    GuardSettings named = settings("ledger.protected=release/*");
    assertThat(named.protection(main, "refs/heads/main")).isEqualTo(Protection.OPEN);
    assertThat(named.protection(release, "refs/heads/main")).isEqualTo(Protection.PROTECTED);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, refs/heads/x, OPEN, KEPT, git.push",
    "1, 1, refs/heads/x, OPEN, REWRITTEN, git.push.force",
    "0, 1, refs/heads/x, OPEN, KEPT, git.branch.create",
    "1, 0, refs/heads/x, OPEN, KEPT, git.branch.delete",
    "1, 1, refs/heads/x, PROTECTED, KEPT, git.merge",
    "0, 1, refs/heads/x, PROTECTED, KEPT, git.merge",
    "1, 1, refs/heads/x, PROTECTED, REWRITTEN, git.push.force",
    "1, 0, refs/heads/x, PROTECTED, KEPT, git.branch.delete",
    "0, 1, refs/tags/x, OPEN, KEPT, git.tag",
    "1, 1, refs/tags/x, OPEN, KEPT, git.tag.change",
    "1, 0, refs/tags/x, OPEN, KEPT, git.tag.change",
    "0, 1, refs/notes/x, OPEN, KEPT, git.ref"
  })
  void asksForTheActionThatThePushAmountsTo(
      String from, String to, String ref, Protection protection, History history, String action) {
    RefUpdate update = RefUpdate.parse(from.repeat(40) + " " + to.repeat(40) + " " + ref);
    PushKind kind = PushKind.of(update, protection, history);
    assertThat(settings().action(kind)).isEqualTo(action);
    assertThat(settings("ledger.action." + kind.key() + "=other.action").action(kind))
        .isEqualTo("other.action");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1 2 refs/heads/x"})
  void refusesWhatIsNoRefUpdate(String line) {
    assertThatThrownBy(() -> RefUpdate.parse(line)).isInstanceOf(Refusal.class);
    assertThat(RefUpdate.parse(NONE + " " + COMMIT + " refs/heads/a b").creates()).isTrue();
  }

  @Test
  void readsPushOptionsAndRefusesContradictions() {
    assertThat(
            environment(
                    Map.of(
                        "GIT_PUSH_OPTION_COUNT", "2",
                        "GIT_PUSH_OPTION_0", "contract=c=1",
                        "GIT_PUSH_OPTION_1", "ci.skip"))
                .pushOptions())
        .containsExactly(Map.entry("contract", "c=1"));
    assertThatThrownBy(() ->
            environment(
                    Map.of(
                        "GIT_PUSH_OPTION_COUNT", "2",
                        "GIT_PUSH_OPTION_0", "contract=a",
                        "GIT_PUSH_OPTION_1", "contract=b"))
                .pushOptions())
        .hasMessageContaining("given twice");
  }
}
