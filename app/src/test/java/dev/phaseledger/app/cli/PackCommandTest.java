package dev.phaseledger.app.cli;

import static dev.phaseledger.app.cli.ServiceCommands.OPERATOR;
import static dev.phaseledger.app.cli.ServiceCommands.local;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.cli.ServiceCommands.Result;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.security.PrincipalsFile;
import dev.phaseledger.proof.pack.PackArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Packs of a small ledger with hostile texts and an erased person, taken over HTTP and verified
/// when the service is gone.
@TestMethodOrder(OrderAnnotation.class)
final class PackCommandTest {

  private static final String EMAIL = "jane.roe.8842@example.org";
  private static final String FORMULA = "=cmd|'/C calc'!A1";
  private static final String MARKUP = "</style><script>alert(1)</script><img src=x onerror=y>";

  @TempDir private static Path home;
  private static ServiceCommands ledger;
  private static String key = "";
  private static int posted;

  @BeforeAll
  static void start() throws IOException {
    ledger = ServiceCommands.start(home);
    try (LedgerClient client = ledger.client(OPERATOR)) {
      key = client.text("/v1/ledger/key").strip();
      post(
          client,
          "/v1/agents",
          """
          {"agentId": "writer-1", "description": "%s", "level": 3, "owner": "boss"}
          """
              .formatted(MARKUP));
      post(client, "/v1/agents", "{\"agentId\": \"idle-1\", \"level\": 1, \"owner\": \"boss\"}");
      post(
          client,
          "/v1/contracts",
          """
          {"contractId": "c-1", "agentId": "writer-1", "task": "%s", "scope": ["desk/**"],
           "actions": ["mail"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
          """
              .formatted(FORMULA));
      post(
          client,
          "/v1/dispatches",
          """
          {"dispatchId": "d-1", "contractId": "c-1", "action": "mail", "resources": ["desk/a"],
           "parameters": {"email": "%s"}, "justification": "%s",
           "personal": {"/parameters/email": "customer-1"}}
          """
              .formatted(EMAIL, MARKUP));
      post(
          client,
          "/v1/signals",
          """
          {"contractId": "c-1", "kind": "said.so", "severity": "HIGH", "detail": "%s%s",
           "occurredAt": "2026-01-01T00:00:00Z"}
          """
              .formatted(FORMULA, MARKUP));
      post(client, "/v1/subjects/customer-1/erasure", "{\"reason\": \"%s\"}".formatted(FORMULA));
    }
  }

  private static void post(LedgerClient client, String path, String body) {
    client.post(path, (Fields) Json.parse(body), "post-" + posted++);
  }

  @AfterAll
  static void stop() {
    ledger.close();
  }

  private static String file(String name) {
    return home.resolve(name).toString();
  }

  private static String text(PackArchive pack, String file) throws IOException {
    return new String(pack.open(file).readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  @Order(1)
  void packsTheWholeLedgerAndAPartOfIt() {
    Fields whole = ledger.expect(0, "pack", file("whole.zip"), "--json").json();
    assertThat(whole.find("verified")).contains(Bool.TRUE);
    assertThat(Members.number(whole, "included")).isEqualTo(Members.number(whole, "entries"));
    Fields part =
        ledger
            .expect(0, "pack", file("part.zip"), "--from", "1", "--agent", "idle-1", "--json")
            .json();
    assertThat(Members.number(part, "included")).isOne();
    assertThat(Members.number(part, "withheld")).isEqualTo(Members.number(whole, "entries") - 2);
    assertThat(ledger.expect(0, "pack", file("c.zip"), "--contract", "c-1", "--to", "5").out())
        .contains("ledger verify pack");
  }

  @Test
  @Order(2)
  void keepsHostileTextsHarmless() throws IOException {
    try (PackArchive pack = PackArchive.open(home.resolve("whole.zip"))) {
      assertThat(text(pack, "entries.jsonl")).contains(FORMULA, MARKUP);
      assertThat(text(pack, "entries.csv").lines().toList())
          .anySatisfy(row -> assertThat(row).contains(FORMULA))
          .noneSatisfy(row -> assertThat(row).containsPattern("(^|,)\"?[=+@-]"));
      assertThat(text(pack, "report.html"))
          .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
          .doesNotContainIgnoringCase("<script", "<img");
    }
  }

  @Test
  @Order(3)
  void holdsNothingOfAnErasedPersonInAnyFile() throws IOException {
    try (PackArchive pack = PackArchive.open(home.resolve("whole.zip"))) {
      assertThat(text(pack, "entries.jsonl")).contains("subject.erased", "customer-1");
      for (String file : pack.sizes().keySet()) {
        assertThat(text(pack, file)).as(file).doesNotContain(EMAIL, "jane.roe");
      }
    }
  }

  @ParameterizedTest
  @Order(4)
  @CsvSource({
    "--from, -1, from",
    "--to, 4000, to",
    "--contract, not a name, contract",
    "--contract, nowhere, contract",
    "--agent, nobody, agent"
  })
  void namesTheFilterThatIsWrongAndLeavesNoFile(String option, String value, String named) {
    Result refused = ledger.run(OPERATOR, "pack", file("refused.zip"), option + '=' + value);
    assertThat(refused.exitCode()).as(refused.out()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(named);
    assertThat(home.resolve("refused.zip")).doesNotExist();
    assertThat(home.resolve("refused.zip.part")).doesNotExist();
  }

  @Test
  @Order(5)
  void overwritesNothing() {
    assertThat(ledger.expect(2, "pack", file("whole.zip")).err()).contains("exists");
  }

  @Test
  @Order(6)
  void givesNothingToAnotherTenantOrToAnAgent() throws IOException {
    String stranger = token("stranger", new TenantId("elsewhere"), Role.AUDITOR);
    Result nothing = ledger.run(stranger, "pack", file("theirs.zip"), "--contract", "c-1");
    assertThat(nothing.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nothing.err()).contains("The log has no entries");
    String agent = token("writer-1", new TenantId("default"), Role.AGENT);
    Result refused = ledger.run(agent, "pack", file("theirs.zip"));
    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("None of the caller's roles allows this request");
    assertThat(home.resolve("theirs.zip")).doesNotExist();
  }

  private static String token(String id, TenantId tenant, Role role) throws IOException {
    AtomicReference<String> token = new AtomicReference<>("");
    new PrincipalsFile(DataDirectory.principals(home.resolve("data")))
        .add(
            new Principal(
                new PrincipalId(id),
                role == Role.AGENT ? Principal.Kind.AGENT : Principal.Kind.HUMAN,
                tenant,
                Set.of(role),
                role == Role.AGENT ? Optional.of(new PrincipalId("boss")) : Optional.empty()),
            token::set);
    return token.get();
  }

  @Test
  @Order(7)
  void rotatesTheKeyAndStillVerifiesByTheFirst() {
    ledger.seen();
    ServiceCommands.expect(0, local("keys", "stage", "--data", ledger.data()));
    ledger.expect(0, "keys", "rotate", "--reason", "yearly");
    ledger.expect(0, "pack", file("rotated.zip"));
  }

  @Test
  @Order(8)
  void verifiesWhenTheServiceIsGone() throws IOException {
    ledger.close();
    for (String pack : List.of("whole.zip", "part.zip", "c.zip", "rotated.zip")) {
      Result verified = local("verify", "pack", file(pack), "--key", key);
      assertThat(ServiceCommands.expect(0, verified).out()).startsWith("Verified: entries");
    }
    assertThat(local("verify", "pack", file("whole.zip")).out()).contains("--key");
  }

  @Test
  @Order(9)
  void saysWhichFileAndEntryOfAPackIsWrong() throws IOException {
    Path unpacked = home.resolve("unpacked");
    try (PackArchive pack = PackArchive.open(home.resolve("whole.zip"))) {
      for (String name : pack.sizes().keySet()) {
        Path to = unpacked.resolve(name);
        Files.createDirectories(to.getParent());
        Files.write(to, pack.open(name).readAllBytes());
      }
    }
    ServiceCommands.expect(0, local("verify", "pack", unpacked.toString(), "--key", key));
    Path entries = unpacked.resolve("entries.jsonl");
    Files.writeString(entries, Files.readString(entries).replace("idle-1", "idle-2"));
    Fields refuted =
        ServiceCommands.expect(1, local("verify", "pack", unpacked.toString(), "--json")).json();
    assertThat(Members.objects(refuted, "findings"))
        .extracting(finding -> Members.text(finding, "sentence"))
        .anyMatch(sentence -> sentence.contains("entry 1 is altered"));
    assertThat(ServiceCommands.expect(2, local("verify", "pack", file("none.zip"))).err())
        .contains("there is no file");
    String text = ledger.file("text.zip", "no zip at all");
    assertThat(ServiceCommands.expect(1, local("verify", "pack", text)).out())
        .contains("is not a whole zip file");
  }
}
