package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.app.cli.CommandLines;
import dev.phaseledger.app.cli.ExitCode;
import dev.phaseledger.app.database.DatabaseAccess;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.RunningService.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What callers and auditors of a running service notice of somebody who changes its database.
final class TamperedServiceTest {

  @TempDir private Path root;
  private RunningService ledger;
  private Path key;

  @BeforeEach
  void fill() throws IOException {
    ledger = RunningService.start(root.resolve("data"), Optional.empty());
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/agents",
            "{\"agentId\": \"writer-1\", \"level\": 3, \"owner\": \"boss\"}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "c-1", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
             "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
            """));
    for (int i = 0; i < 3; i++) {
      expect(201, dispatch(i, "key-" + i));
    }
    key = Files.writeString(root.resolve("key"), ledger.get(OPERATOR, "/v1/ledger/key").text());
  }

  @AfterEach
  void stop() throws IOException {
    ledger.close();
  }

  @Test
  void aSwappedClaimNeverAnswersForAnotherRequest() throws SQLException {
    tamper(
        """
        UPDATE ledger.claim AS one SET position = other.position, count = other.count
          FROM ledger.claim AS other,
               ledger.claim_key('default', 'idempotency:writer-1', 'key-0') AS first,
               ledger.claim_key('default', 'idempotency:writer-1', 'key-1') AS second
         WHERE (one.key, other.key) IN ((first, second), (second, first))
        """);

    Answer swapped = expect(500, dispatch(0, "key-0"));
    assertThat(swapped.text())
        .doesNotContain("AUTHORIZED")
        .contains("what is stored under 'key-0' is no answer to this request");
    assertThat(expect(200, dispatch(2, "key-2")).text()).contains("AUTHORIZED");
  }

  @Test
  void anUntouchedLedgerVerifies() throws IOException {
    Path kept =
        Files.writeString(
            root.resolve("kept"), ledger.get(OPERATOR, "/v1/ledger/checkpoint").text());

    assertThat(export("export")).isEqualTo(ExitCode.OK);
    assertThat(
            run(
                "verify",
                root.resolve("export").toString(),
                "--key",
                key.toString(),
                "--held",
                kept.toString()))
        .contains("Verified: 5 entries");
  }

  @Test
  void anEntryThatWasRemovedIsNamedInTheAnswer() throws SQLException {
    tamper("DELETE FROM ledger.entry WHERE index = 3");

    assertThat(expect(500, ledger.get(OPERATOR, "/v1/ledger/entries")).text())
        .contains("entry 3 is missing");
    assertThat(expect(500, ledger.get(OPERATOR, "/v1/ledger/tile/entries/000.p/5")).text())
        .contains("entry 3 is missing");
  }

  @Test
  void anEntryAlteredWithItsHashIsNamedByWhoeverHoldsThePublicKey()
      throws IOException, SQLException {
    tamper(
        """
        UPDATE ledger.entry SET entry = altered.bytes, leaf_hash = sha256('\\x00'::bytea || altered.bytes)
          FROM (SELECT position AS place, convert_to(replace(convert_from(entry, 'UTF8'), 'because 1', 'because 9'), 'UTF8') AS bytes
                  FROM ledger.entry) AS altered
         WHERE altered.place = position AND index = 3
        """);

    assertThat(export("export")).isEqualTo(ExitCode.NEGATIVE);
    assertThat(run("verify", root.resolve("export").toString(), "--key", key.toString()))
        .contains("NOT verified")
        .contains("entry 3 is not as signed");
  }

  @Test
  void aLogSetBackIsFoundByWhoeverKeptAReceipt() throws IOException, SQLException {
    Path receipt =
        Files.writeString(
            root.resolve("receipt"),
            ledger.get(AGENT, "/v1/ledger/proofs/inclusion?index=4").text());
    tamper("DELETE FROM ledger.checkpoint WHERE size > 3");

    assertThat(export("export")).isEqualTo(ExitCode.OK);
    String directory = root.resolve("export").toString();
    assertThat(run("verify", directory, "--key", key.toString())).contains("Verified: 3 entries");
    assertThat(run("verify", directory, "--key", key.toString(), "--held", receipt.toString()))
        .contains("NOT verified")
        .contains("entries 3 to 4 are missing: a checkpoint that you hold commits to 5 entries");
  }

  private Answer dispatch(int number, String idempotencyKey) {
    return ledger.post(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "d-%1$d", "contractId": "c-1", "action": "read", "resources": ["desk/a"],
         "parameters": {}, "justification": "because %1$d"}
        """
            .formatted(number),
        idempotencyKey);
  }

  private int export(String name) {
    return CommandLines.run(
        "export",
        "--url",
        ledger.service().url().toString(),
        "--token",
        ledger.token(OPERATOR),
        "--out",
        root.resolve(name).toString());
  }

  private static String run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      CommandLines.run(arguments);
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private void tamper(String sql) throws SQLException {
    ServiceAccess used = ledger.service().context().getBean(ServiceAccess.class);
    try {
      String password = Files.readString(root.resolve("data/database.password")).strip();
      DatabaseAccess superuser = used.store().as("postgres", password);
      try (Connection connection = superuser.connections().getConnection();
          Statement statement = connection.createStatement()) {
        for (String table : new String[] {"entry", "claim", "checkpoint"}) {
          statement.execute("ALTER TABLE ledger." + table + " DISABLE TRIGGER ALL");
        }
        statement.execute(sql);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
