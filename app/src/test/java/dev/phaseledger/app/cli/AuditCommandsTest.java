package dev.phaseledger.app.cli;

import static dev.phaseledger.app.cli.ServiceCommands.OPERATOR;
import static dev.phaseledger.app.cli.ServiceCommands.expect;
import static dev.phaseledger.app.cli.ServiceCommands.local;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The auditor's commands, against a running service.
final class AuditCommandsTest {

  private static final String CLEAR_SCREEN = "\u001b[2J";

  @TempDir static Path home;
  private static ServiceCommands ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = ServiceCommands.start(home);
    try (LedgerClient client = ledger.client(OPERATOR)) {
      client.post(
          "/v1/agents",
          (Fields) Json.parse("{\"agentId\": \"bot\", \"description\": \"tidies\", \"level\": 2}"),
          "register");
      client.post(
          "/v1/agents/bot/suspension",
          (Fields) Json.parse("{\"reason\": \"clears " + "\\u001b[2J" + " screens\"}"),
          "suspend");
    }
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  @Test
  void listsEntriesWithoutWhatMovesTheCursor() {
    String out =
        ledger.expect(0, "audit", "list", "--agent", "bot", "--type", "agent.suspended").out();

    assertThat(out).contains("agent.suspended").contains("screens").doesNotContain(CLEAR_SCREEN);
    assertThat(ledger.expect(0, "audit", "list", "--agent", "nobody").out())
        .contains("No entry matches.");
  }

  @Test
  void listsEntriesAsJsonAcrossPages() {
    Fields all = ledger.expect(0, "audit", "list", "--oldest-first", "--json").json();
    Fields one = ledger.expect(0, "audit", "list", "--limit", "1", "--json").json();

    List<Fields> entries = Members.objects(all, "items");
    assertThat(Members.number(entries.getFirst(), "position")).isEqualTo(1);
    assertThat(Members.find(all, "next")).isEmpty();
    assertThat(Members.objects(one, "items")).hasSize(1);
    assertThat(Members.find(one, "next")).isPresent();
    assertThat(Members.objects(one, "items").getFirst()).isEqualTo(entries.getLast());
  }

  @Test
  void countsEntries() {
    Fields counts =
        ledger.expect(0, "audit", "counts", "--by", "type", "--bucket", "P1D", "--json").json();

    assertThat(Members.number(counts, "total")).isEqualTo(2);
    assertThat(ledger.expect(0, "audit", "counts", "--by", "type").out())
        .contains("agent.registered");
  }

  @Test
  void showsWhatAnAgentCouldDo() {
    Fields then = ledger.expect(0, "authority", "bot", "--as-of", "1", "--json").json();

    assertThat(Members.text(then, "status")).isEqualTo("ACTIVE");
    assertThat(ledger.expect(0, "authority", "bot").out())
        .contains("SUSPENDED")
        .contains("held no contract")
        .doesNotContain(CLEAR_SCREEN);
    ledger.expect(1, "authority", "nobody");
  }

  @Test
  void tailsFromAPosition() {
    assertThat(ledger.expect(0, "tail", "--from", "1", "--count", "2").out())
        .contains("agent.registered")
        .contains("agent.suspended");
    assertThat(ledger.expect(0, "tail", "--from", "1", "--count", "1", "--json").json())
        .satisfies(event -> assertThat(Members.text(event, "specversion")).isEqualTo("1.0"));
  }

  @Test
  void endsWithTheExitCodeThatTheMistakeHas() {
    expect(2, local("audit"));
    expect(2, local("audit", "list", "--limit", "0"));
    expect(2, local("tail", "--from", "0"));
    assertThat(ledger.run(OPERATOR, "audit", "list", "--verdict", "MAYBE"))
        .satisfies(result -> {
          assertThat(result.exitCode()).isNotZero();
          assertThat(result.err()).contains("verdict");
        });
    for (String command : List.of("audit", "authority", "tail")) {
      assertThat(local(command, "--help").out()).contains("Usage:");
    }
  }
}
