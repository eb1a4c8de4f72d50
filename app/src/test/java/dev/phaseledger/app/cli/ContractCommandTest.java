package dev.phaseledger.app.cli;

import static dev.phaseledger.app.cli.ServiceCommands.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Contracts from issue to end, by commands alone.
final class ContractCommandTest {

  @TempDir private static Path home;

  private static ServiceCommands ledger;
  private static String agent;

  @BeforeAll
  static void start() throws IOException {
    ledger = ServiceCommands.start(home);
    for (String id : List.of("w", "helper")) {
      ledger.expect(ExitCode.OK, "agent", "register", id, "--level", "1", "--owner", "boss");
    }
    agent =
        ServiceCommands.expect(
                ExitCode.OK,
                ServiceCommands.local(
                    "principal",
                    "add",
                    "--id",
                    "w",
                    "--kind",
                    "agent",
                    "--role",
                    "AGENT",
                    "--on-behalf-of",
                    "boss",
                    "--data",
                    ledger.data()))
            .out()
            .strip();
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  private static String terms(String contract, String agentId, String scope, String more)
      throws IOException {
    return ledger.file(
        contract + "-" + agentId + ".yaml",
        """
        contractId: %s
        agentId: %s
        task: Serve
        scope: ["%s"]
        actions: [read]
        stopping: {expiresAt: 2999-01-01T00:00:00Z}
        """
                .formatted(contract, agentId, scope)
            + more);
  }

  private static void issue(String contract, String more) throws IOException {
    ledger.expect(ExitCode.OK, "contract", "issue", terms(contract, "w", "desk/**", more));
  }

  private static Fields show(String contract) {
    return ledger.expect(ExitCode.OK, "contract", "show", contract, "--json").json();
  }

  @Test
  void issuesFromYamlAndFromJsonAndShowsIt() throws IOException {
    assertThat(
            ledger
                .expect(ExitCode.OK, "contract", "issue", terms("c-yaml", "w", "desk/**", ""))
                .out())
        .contains("Contract c-yaml is issued, on record at position ");
    String json =
        ledger.file(
            "c.json",
            """
            {"contractId": "c-json", "agentId": "w", "task": "Serve", "scope": ["desk/**"],
             "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
            """);
    Fields written = ledger.expect(ExitCode.OK, "contract", "issue", json, "--json").json();
    assertThat(Members.text(written, "id")).isEqualTo("c-json");

    assertThat(ledger.expect(ExitCode.OK, "contract", "show", "c-yaml").out())
        .contains("c-yaml", "ACTIVE", "Serve", "desk/**");
    assertThat(Members.text(show("c-json"), "status")).isEqualTo("ACTIVE");
    assertThat(ledger.expect(ExitCode.OK, "contract", "list", "--agent", "w").out())
        .contains("CONTRACT", "c-yaml", "c-json");
    Items listed =
        (Items)
            Json.parse(
                ledger
                    .expect(ExitCode.OK, "contract", "list", "--agent", "helper", "--json")
                    .out()
                    .strip());
    assertThat(listed.values()).noneMatch(each -> Json.text(each).contains("c-yaml"));
  }

  @Test
  void amendsTheVersionThatWasSeenAndNoOther() throws IOException {
    issue("c-amend", "");
    String narrower = terms("c-amend", "w", "desk/a/**", "");
    String[] amend = {"contract", "amend", "c-amend", narrower, "--reason", "less is enough"};
    assertThat(ledger.expect(ExitCode.OK, amend).out())
        .contains("Contract c-amend is amended: version 2.");
    assertThat(
            ledger
                .expect(
                    ExitCode.USAGE,
                    "contract",
                    "amend",
                    "c-amend",
                    narrower,
                    "--reason",
                    "again",
                    "--version",
                    "1")
                .err())
        .contains("version: is 2 by now, not 1");
    Fields second =
        ledger
            .expect(
                ExitCode.OK,
                "contract",
                "amend",
                "c-amend",
                narrower,
                "--reason",
                "again",
                "--version",
                "2",
                "--json")
            .json();
    assertThat(Members.number(second, "position")).isPositive();
    assertThat(Members.number(show("c-amend"), "version")).isEqualTo(3);
    assertThat(ledger.expect(ExitCode.USAGE, "contract", "amend", "c-amend", narrower).err())
        .contains("--reason");
    ledger.expect(ExitCode.NEGATIVE, "contract", "amend", "c-none", narrower, "--reason", "x");
  }

  @Test
  void delegatesANarrowerContractThatEndsWithItsParent() throws IOException {
    issue("c-whole", "");
    String part = terms("c-part", "helper", "desk/a/**", "");
    assertThat(
            ServiceCommands.expect(
                    ExitCode.OK, ledger.run(agent, "contract", "delegate", "c-whole", part))
                .out())
        .contains("Contract c-part is issued under c-whole, on record at position ");
    assertThat(
            ServiceCommands.expect(
                    ExitCode.USAGE,
                    ledger.run(
                        agent,
                        "contract",
                        "delegate",
                        "c-whole",
                        terms("c-wider", "helper", "**", "")))
                .err())
        .contains("scope[0]");
    assertThat(
            ledger.expect(ExitCode.OK, "contract", "revoke", "c-whole", "--reason", "done").out())
        .contains("Contract c-whole is revoked, on record at position ");
    assertThat(Members.text(show("c-part"), "status")).isEqualTo("REVOKED");
    assertThat(ledger.expect(ExitCode.OK, "contract", "list", "--status", "REVOKED").out())
        .contains("c-whole", "c-part");
  }

  @Test
  void entersAPhaseOrSaysWhatIsMissing() throws IOException {
    issue("c-phased", "phases: [{name: plan}, {name: act, gates: [{kind: review}]}]\n");
    String[] enter = {
      "contract", "enter-phase", "c-phased", "act", "--justification", "the plan is done"
    };
    assertThat(ledger.expect(ExitCode.NEGATIVE, enter).out()).contains("gate 'review'");
    assertThat(ledger.expect(ExitCode.USAGE, "contract", "enter-phase", "c-phased", "act").err())
        .contains("--justification");
    assertThat(
            ledger
                .expect(
                    ExitCode.USAGE,
                    "contract",
                    "enter-phase",
                    "c-phased",
                    "party",
                    "--justification",
                    "it is late")
                .err())
        .contains("phase");
    try (LedgerClient client = ledger.client(OPERATOR)) {
      client.post(
          "/v1/evidence",
          (Fields)
              Json.parse(
                  """
                  {"contractId": "c-phased", "evidence": {"kind": "review", "producer": "me",
                   "content": "sha256:%s", "at": "2026-01-01T00:00:00Z",
                   "claims": {"passed": true}}}
                  """
                      .formatted("0".repeat(64))),
          "review");
    }
    Fields granted =
        ledger
            .expect(
                ExitCode.OK,
                "contract",
                "enter-phase",
                "c-phased",
                "act",
                "--justification",
                "it is reviewed",
                "--json")
            .json();
    assertThat(granted.find("granted")).contains(Bool.TRUE);
  }

  @Test
  void endsContractsInEachWayOnceAndForAReason() throws IOException {
    for (String way : List.of("fulfil", "stop", "revoke")) {
      String contract = "c-" + way;
      issue(contract, "");
      assertThat(ledger.expect(ExitCode.USAGE, "contract", way, contract).err())
          .contains("--reason");
      Fields ended =
          ledger.expect(ExitCode.OK, "contract", way, contract, "--reason", "x", "--json").json();
      assertThat(Members.number(ended, "position")).isPositive();
      assertThat(Members.text(show(contract), "endedReason")).isEqualTo("x");
      assertThat(ledger.expect(ExitCode.NEGATIVE, "contract", way, "c-none", "--reason", "x").err())
          .contains("there is no contract 'c-none'");
    }
    assertThat(ledger.expect(ExitCode.OK, "contract", "revoke", "c-revoke", "--reason", "x").out())
        .contains("Contract c-revoke had ended before.");
  }
}
