package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.security.PrincipalsFile;
import dev.phaseledger.app.service.LedgerService;
import dev.phaseledger.app.service.ServiceSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Rotates the key of a running service and verifies its log from outside, as an operator and an
/// auditor would, who has nothing but the first key.
@TestMethodOrder(OrderAnnotation.class)
final class VerifyServiceTest {

  private static final TenantId TENANT = new TenantId("default");

  @TempDir private static Path home;

  private static Path data;
  private static LedgerService service;
  private static String firstKey = "";
  private static int agents;

  record Result(int exitCode, String out, String err) {
    Fields json() {
      return (Fields) Json.parse(out.strip());
    }
  }

  @BeforeAll
  static void start() throws IOException {
    data = home.resolve("data");
    service = start(data);
    try (LedgerClient client = client()) {
      firstKey = client.text("/v1/ledger/key").strip();
    }
    record(service, 5);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static LedgerService start(Path data) throws IOException {
    return LedgerService.start(
        new ServiceSettings(
            "127.0.0.1", 0, data, Optional.empty(), TENANT, false, ServiceSettings.ORIGIN_DEFAULT));
  }

  private static LedgerClient client() throws IOException {
    return new LedgerClient(
        service.url(), Optional.of(Files.readString(DataDirectory.operatorToken(data)).strip()));
  }

  private static void record(LedgerService by, int count) throws IOException {
    Path root = by == service ? data : home.resolve("fork");
    String token = Files.readString(DataDirectory.operatorToken(root)).strip();
    try (LedgerClient client = new LedgerClient(by.url(), Optional.of(token))) {
      for (int i = 0; i < count; i++) {
        String id = "agent-" + agents++;
        client.post(
            "/v1/agents",
            Fields.with("agentId", new Text(id)).put("level", 1).put("owner", "boss").build(),
            id);
      }
    }
  }

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }

  /// With the service's address and the operator's token.
  private static Result ask(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--url", service.url().toString(), "--data", data.toString()));
    return run(all.toArray(String[]::new));
  }

  private static Result expect(int exitCode, Result result) {
    assertThat(result.exitCode()).as(result.out() + result.err()).isEqualTo(exitCode);
    return result;
  }

  private static Result monitor() {
    return ask("verify", "monitor", "--key", firstKey, "--state", state(), "--once", "--json");
  }

  private static String state() {
    return home.resolve("monitor.state").toString();
  }

  @Test
  @Order(1)
  void watchesTheLogGrow() throws IOException {
    assertThat(expect(0, monitor()).json().find("new")).contains(Json.parse("5"));
    record(service, 2);
    Fields seen = expect(0, monitor()).json();
    assertThat(Members.number(seen, "entries")).isEqualTo(7);
    assertThat(Members.number(seen, "new")).isEqualTo(2);
    assertThat(ask("verify", "monitor", "--key", firstKey, "--state", state(), "--once").out())
        .startsWith("Consistent: 7 entries of phase-ledger.local/default, 0 new");
    try (LedgerClient client = client()) {
      Files.write(home.resolve("older"), client.bytes("/v1/ledger/checkpoint"));
    }
  }

  @Test
  @Order(2)
  void rotatesOnlyForAnOperatorAndOnlyToAStagedKey() throws IOException {
    AtomicReference<String> auditor = new AtomicReference<>("");
    new PrincipalsFile(DataDirectory.principals(data))
        .add(
            new Principal(
                new PrincipalId("reader"),
                Principal.Kind.HUMAN,
                TENANT,
                Set.of(Role.AUDITOR),
                Optional.empty()),
            auditor::set);
    Result refused = ask("keys", "rotate", "--reason", "yearly", "--token", auditor.get());
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("OPERATOR");
    assertThat(expect(2, ask("keys", "rotate", "--reason", "yearly")).err()).contains("keys stage");
    assertThat(expect(2, ask("keys", "rotate", "--reason", "x", "--overlap", "week")).err())
        .contains("overlap");
    assertThat(expect(2, ask("keys", "rotate", "--reason", " ")).err()).contains("reason");
  }

  @Test
  @Order(3)
  void stagesAKeyThatOnlyItsOwnerCanReadAndRotatesToIt() throws IOException {
    Result staged = expect(0, run("keys", "stage", "--data", data.toString(), "--json"));
    Path file = Path.of(Members.text(staged.json(), "file"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(staged.out()).doesNotContain("PRIVATE");
    assertThat(expect(0, ask("keys", "list")).out()).contains("CURRENT").contains("STAGED");

    Result rotated = expect(0, ask("keys", "rotate", "--reason", "yearly", "--json"));

    assertThat(Members.text(rotated.json(), "oldKey")).isEqualTo(firstKey);
    List<Fields> keys = Members.objects(expect(0, ask("keys", "list", "--json")).json(), "keys");
    assertThat(keys)
        .extracting(key -> Members.text(key, "state"))
        .containsExactly("CURRENT", "OVERLAP");
    assertThat(keys.getFirst().find("vkey")).isEqualTo(rotated.json().find("newKey"));
    try (LedgerClient client = client()) {
      assertThat(client.text("/v1/ledger/key").strip())
          .isEqualTo(Members.text(rotated.json(), "newKey"));
      assertThat(client.text("/v1/ledger/checkpoint").lines().filter(l -> l.startsWith("\u2014")))
          .hasSize(2);
    }
    assertThat(Members.number(expect(0, monitor()).json(), "rotations")).isOne();
  }

  @Test
  @Order(4)
  void repeatsARotationUnderItsIdempotencyKey() throws IOException {
    expect(0, run("keys", "stage", "--data", data.toString()));
    Fields body = Fields.with("reason", new Text("again")).put("overlap", "PT0S").build();
    try (LedgerClient client = client()) {
      Fields first = client.post("/v1/ledger/keys/rotation", body, "rotation-2");
      Fields second = client.post("/v1/ledger/keys/rotation", body, "rotation-2");
      assertThat(second.find("index")).isEqualTo(first.find("index"));
      assertThat(second.find("repeated")).contains(Bool.TRUE);
      Fields other = Fields.with("reason", new Text("other")).build();
      Assertions.assertThatThrownBy(
              () -> client.post("/v1/ledger/keys/rotation", other, "rotation-2"))
          .isInstanceOf(ServiceException.class);
    }
  }

  @Test
  @Order(5)
  void startsAgainWithinTheOverlap() throws IOException {
    service.close();
    service = start(data);
    record(service, 20);
    assertThat(expect(0, monitor()).json().find("rotations")).contains(Json.parse("1"));
  }

  @Test
  @Order(6)
  void exportsWhatTheFirstKeyAloneVerifies() throws IOException {
    Path export = home.resolve("export");
    expect(0, ask("export", "--out", export.toString()));
    assertThat(expect(0, run("verify", export.toString(), "--key", firstKey)).out())
        .contains("Verified: 29 entries");
    expect(0, run("verify", export.toString()));
    List<String> lines = Files.readAllLines(export.resolve("entries.ndjson"));
    lines.remove(7);
    Files.write(export.resolve("entries.ndjson"), lines);
    assertThat(expect(1, run("verify", export.toString(), "--key", firstKey)).out())
        .contains("entry 7 is missing");
  }

  @Test
  @Order(7)
  void verifiesEntriesAndTheirReceipts() throws IOException {
    Path saved = home.resolve("saved");
    Fields verified =
        expect(
                0,
                ask(
                    "verify",
                    "entry",
                    "20",
                    "--key",
                    firstKey,
                    "--json",
                    "--save",
                    saved.toString()))
            .json();
    assertThat(verified.find("verified")).contains(Bool.TRUE);
    assertThat(Members.number(verified, "index")).isEqualTo(20);
    expect(1, ask("verify", "entry", "4000", "--key", firstKey));

    String receipt = saved.resolve("20.tlog-proof").toString();
    String entry = saved.resolve("20.entry").toString();
    String rotations = home.resolve("export").resolve("rotations").toString();
    expect(
        0,
        run(
            "verify",
            "receipt",
            receipt,
            "--entry",
            entry,
            "--key",
            firstKey,
            "--rotations",
            rotations));
    Files.writeString(Path.of(entry), Files.readString(Path.of(entry)).replace("boss", "loss"));
    Result refuted =
        expect(
            1,
            run(
                "verify",
                "receipt",
                receipt,
                "--entry",
                entry,
                "--key",
                firstKey,
                "--rotations",
                rotations));
    assertThat(refuted.out()).contains("NOT verified").contains("not-included");
  }

  @Test
  @Order(8)
  void verifiesThatTheLogKeepsWhatItHeld() throws IOException {
    String older = home.resolve("older").toString();
    Path newer = home.resolve("newer");
    Path proof = home.resolve("proof");
    assertThat(expect(0, ask("verify", "consistency", older, "--key", firstKey)).out())
        .contains("keeps all 7");
    try (LedgerClient client = client()) {
      Files.write(newer, client.bytes("/v1/ledger/checkpoint"));
      Files.write(proof, client.bytes("/v1/ledger/proofs/consistency?from=7"));
    }
    String rotations = home.resolve("export").resolve("rotations").toString();
    String[] files = {
      "verify",
      "consistency",
      older,
      newer.toString(),
      proof.toString(),
      "--key",
      firstKey,
      "--rotations",
      rotations,
      "--json"
    };
    expect(0, run(files));
    List<String> hashes = Files.readAllLines(proof);
    Files.write(proof, hashes.subList(1, hashes.size()));
    assertThat(Members.text(expect(1, run(files)).json(), "reason")).isEqualTo("not-consistent");
  }

  @Test
  @Order(9)
  void raisesAnAlarmAboutAForkAndAboutAForeignKey() throws IOException {
    String honest = Files.readString(Path.of(state()));
    Path fork = home.resolve("fork");
    Files.createDirectories(fork.resolve("keys"));
    // Whoever holds the private keys can sign another history.
    try (var files = Files.list(data.resolve("keys"))) {
      for (Path file : files.toList()) {
        Files.copy(
            file,
            fork.resolve("keys").resolve(file.getFileName()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    try (LedgerService forked = start(fork)) {
      record(forked, 5);
      Path young = home.resolve("young.state");
      assertAlarm("shrink", forked, state(), honest);
      expect(
          0,
          run(
              "verify",
              "monitor",
              "--key",
              firstKey,
              "--state",
              young.toString(),
              "--once",
              "--url",
              forked.url().toString(),
              "--data",
              fork.toString()));
      String seen = Files.readString(young);
      Result alarm =
          expect(
              1,
              ask("verify", "monitor", "--key", firstKey, "--state", young.toString(), "--json"));
      assertThat(Members.text(alarm.json(), "alarm")).isEqualTo("fork");
      assertThat(Files.readString(young)).isEqualTo(seen);
    }
    String foreign =
        dev.phaseledger.proof.NoteSigner.generate(
                "phase-ledger.local/default", new java.security.SecureRandom())
            .verifier()
            .vkey();
    Result alarm =
        expect(
            1,
            ask(
                "verify",
                "monitor",
                "--key",
                foreign,
                "--state",
                home.resolve("foreign.state").toString(),
                "--once",
                "--json"));
    assertThat(Members.text(alarm.json(), "alarm")).isEqualTo("unverifiable-signature");
    assertThat(
            expect(2, ask("verify", "monitor", "--key", foreign, "--state", state(), "--once"))
                .err())
        .contains("another key");
  }

  private static void assertAlarm(String kind, LedgerService at, String state, String unchanged)
      throws IOException {
    Result alarm =
        expect(
            1,
            run(
                "verify",
                "monitor",
                "--key",
                firstKey,
                "--state",
                state,
                "--once",
                "--json",
                "--url",
                at.url().toString(),
                "--data",
                home.resolve("fork").toString()));
    assertThat(Members.text(alarm.json(), "alarm")).isEqualTo(kind);
    assertThat(Files.readString(Path.of(state))).isEqualTo(unchanged);
  }
}
