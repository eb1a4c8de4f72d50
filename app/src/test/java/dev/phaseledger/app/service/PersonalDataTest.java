package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.cli.CommandLines;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.TrustedKeys;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Personal data over HTTP: sealed, opened, judged on, erased; and found nowhere else.
@TestMethodOrder(OrderAnnotation.class)
final class PersonalDataTest {

  private static final String EMAIL = "jane.roe.7731@example.org";
  private static final String PHONE = "00499173548211";
  private static final long ACCOUNT = 917_354_821_177L;

  private static final List<String> NEEDLES =
      List.of(EMAIL, "jane.roe", PHONE, Long.toString(ACCOUNT));

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: mailing, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        parameters: {email: string, account: int, limit: int, note: string}
        facts:
          blocked: {type: bool, keyed: true}
        invariants:
          - id: ADDRESS
            severity: high
            enforcement: Enforce
            matchConditions: [{name: has-mail, expression: "has(command.parameters.email)"}]
            expression: command.parameters.email.contains('@')
            messageExpression: "command.parameters.email + ' is no address'"
            onViolation: {effect: VETO}
          - id: QUOTED
            severity: high
            enforcement: Enforce
            matchConditions: [{name: mail, expression: "command.action == 'mail'"}]
            expression: "!command.parameters.email.startsWith('jan')"
            messageExpression: "'no mail to ' + command.parameters.email + ' of account ' + string(command.parameters.account)"
            onViolation: {effect: VETO}
          - id: LOOKED-UP
            severity: high
            enforcement: Enforce
            matchConditions: [{name: look, expression: "command.action == 'look'"}]
            expression: "!facts.blocked[command.parameters.email]"
            onViolation: {effect: VETO}
          - id: COPIED
            severity: high
            enforcement: Enforce
            matchConditions: [{name: copy, expression: "command.action == 'copy'"}]
            expression: has(command.parameters.note)
            onViolation: {effect: CONSTRAIN, set: {note: "'from ' + command.parameters.email"}}
          - id: LIMITED
            severity: high
            enforcement: Enforce
            matchConditions: [{name: order, expression: "command.action == 'order'"}]
            expression: command.parameters.account < 10
            onViolation: {effect: CONSTRAIN, set: {limit: "10"}}
          - id: ASKED
            severity: high
            enforcement: Enforce
            matchConditions: [{name: refund, expression: "command.action == 'refund'"}]
            expression: command.parameters.account < 10
            messageExpression: "'account ' + string(command.parameters.account)"
            onViolation: {effect: REQUIRE_APPROVAL}
      """;

  private static final String CONTRACT =
      """
      {"contractId": "c-1", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
       "actions": ["read", "mail", "look", "copy", "order", "refund", "call", "marked"],
       "inputs": {
         "call": {"type": "object", "properties": {"phone": {"enum": ["112"]}, "who": {"type": "object", "additionalProperties": false}}},
         "marked": {"type": "object", "properties": {
           "customer": {"type": "object", "properties": {"email": {"type": "string", "x-personal": "/parameters/customerId"}}},
           "customerId": {"type": "string"}}}},
       "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
      """;

  private static final PrintStream STDERR = System.err;
  private static final ByteArrayOutputStream LOGGED = new ByteArrayOutputStream();
  private static final List<String> ANSWERS = new ArrayList<>();

  @TempDir private static Path directory;
  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    // Where the service logs to.
    System.setErr(new PrintStream(LOGGED, true, StandardCharsets.UTF_8));
    ledger = RunningService.start();
    String agent = "{\"agentId\": \"writer-1\", \"level\": 3, \"owner\": \"boss\"}";
    expect(201, ledger.post(OPERATOR, "/v1/agents", agent));
    String map = Json.text(Fields.with("source", new JsonValue.Text(MAP)).build());
    expect(201, ledger.post(OPERATOR, "/v1/invariant-maps", map));
    expect(201, ledger.post(OPERATOR, "/v1/contracts", CONTRACT));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
    System.setErr(STDERR);
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    ANSWERS.add(answer.text());
    return answer;
  }

  private static String dispatch(String id, String action, String subject) {
    return dispatch(
        id,
        action,
        "{\"email\": \"%s\", \"account\": %d, \"limit\": 12}".formatted(EMAIL, ACCOUNT),
        "{\"/parameters/email\": \"%1$s\", \"/parameters/account\": \"%1$s\"}".formatted(subject));
  }

  private static String dispatch(String id, String action, String parameters, String personal) {
    return """
    {"dispatchId": "%s", "contractId": "c-1", "action": "%s", "resources": ["desk/a"],
     "parameters": %s, "justification": "needed", "personal": %s}
    """
        .formatted(id, action, parameters, personal);
  }

  private static Fields asked(String body) {
    return expect(201, ledger.post(AGENT, "/v1/dispatches", body)).json();
  }

  private static Fields view(String dispatch, long position) {
    String path = "/v1/dispatches/" + dispatch + "?atLeast=" + position;
    return expect(200, ledger.get(AGENT, path)).json();
  }

  private static List<Fields> opened(String dispatch) {
    String path = "/v1/dispatches/" + dispatch + "/personal?atLeast=" + ledger.position();
    Answer answer = ledger.get(OPERATOR, path);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return Members.objects(answer.json(), "values");
  }

  private static long erase(String subject) {
    String path = "/v1/subjects/" + subject + "/erasure";
    Answer answer = expect(200, ledger.post(OPERATOR, path, "{\"reason\": \"asked for it\"}"));
    return Members.number(answer.json(), "position");
  }

  @Test
  @Order(1)
  void judgesOnTheValuesAndRecordsTheirDigests() {
    Fields answer = asked(dispatch("read-1", "read", "customer-1"));
    assertThat(Members.text(answer, "verdict")).isEqualTo("AUTHORIZED");
    Fields request = Members.object(view("read-1", Members.number(answer, "position")), "request");
    assertThat(Members.text(Members.object(request, "personal"), "/parameters/email"))
        .isEqualTo("customer-1");
    for (String parameter : List.of("email", "account")) {
      assertThat(Members.text(Members.object(request, "parameters"), parameter))
          .matches("sha256:[0-9a-f]{64}");
    }
    assertThat(Members.number(Members.object(request, "parameters"), "limit")).isEqualTo(12);
  }

  @Test
  @Order(2)
  void opensValuesToPrivacyOfficersWithWhatProvesThemAgainstTheEntry() {
    List<Fields> values = opened("read-1");
    assertThat(values).hasSize(2);
    assertThat(values.getFirst().find("value")).contains(JsonValue.Num.of(ACCOUNT));
    assertThat(values.getLast().find("value")).contains(new JsonValue.Text(EMAIL));
    for (Fields value : values) {
      var salted = new ByteArrayOutputStream();
      salted.writeBytes(HexFormat.of().parseHex(Members.text(value, "salt")));
      salted.writeBytes(Json.bytes(value.find("value").orElseThrow()));
      assertThat(Digest.of(salted.toByteArray()).value()).isEqualTo(Members.text(value, "digest"));
    }
    expect(403, ledger.get(AGENT, "/v1/dispatches/read-1/personal"));
    expect(403, ledger.get(SUPERVISOR, "/v1/dispatches/read-1/personal"));
    expect(403, ledger.post(SUPERVISOR, "/v1/subjects/customer-1/erasure", "{\"reason\": \"x\"}"));
    expect(404, ledger.get(OPERATOR, "/v1/dispatches/none/personal"));
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "mail, VETOED, QUOTED",
    "look, VETOED, cannot be evaluated: the reason may tell personal data and is not recorded",
    "copy, VETOED, no constraint can be computed: note would be computed from personal data",
    "order, CONSTRAINED, LIMITED",
    "refund, APPROVAL_REQUIRED, ASKED"
  })
  void saysNothingPersonalWhicheverWayAnInvariantTurnsIt(
      String action, String verdict, String said) {
    Fields answer = asked(dispatch("said-" + action, action, "customer-1"));
    assertThat(Members.text(answer, "verdict")).isEqualTo(verdict);
    // The message of QUOTED adds a number, which has no value where a digest stands for it.
    assertThat(Members.text(answer, "explanation"))
        .contains(action.equals("mail") ? "QUOTED" : said);
  }

  @Test
  @Order(4)
  void saysNothingPersonalWhenASchemaObjects() {
    String parameters = "{\"phone\": \"%s\", \"who\": {\"%s\": 1}}".formatted(PHONE, EMAIL);
    String both = "{\"/parameters/phone\": \"customer-1\", \"/parameters/who\": \"customer-1\"}";
    Fields answer = asked(dispatch("call-1", "call", parameters, both));
    assertThat(Members.text(answer, "verdict")).isEqualTo("VETOED");
    assertThat(Members.text(answer, "explanation")).contains("parameters/");
  }

  @Test
  @Order(5)
  void sealsWhatTheContractDeclaresPersonalThoughTheCallerForgetsIt() {
    String parameters =
        "{\"customer\": {\"email\": \"%s\"}, \"customerId\": \"customer-2\"}".formatted(EMAIL);
    asked(dispatch("marked-1", "marked", parameters, "{}"));
    assertThat(opened("marked-1").getFirst().find("value")).contains(new JsonValue.Text(EMAIL));
    String nobody = "{\"customer\": {\"email\": \"%s\"}}".formatted(EMAIL);
    Answer refused =
        ledger.post(AGENT, "/v1/dispatches", dispatch("marked-2", "marked", nobody, "{}"));
    assertThat(expect(422, refused).text()).contains("personal./parameters/customer/email");
  }

  @ParameterizedTest
  @Order(6)
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"/parameters/none\": \"s\"} | personal./parameters/none",
        "{\"/parameters\": \"s\"} | personal./parameters",
        "{\"/justification\": \"s\"} | personal./justification",
        "{\"parameters/email\": \"s\"} | personal.parameters/email",
        "{\"/parameters/deep\": \"s\", \"/parameters/deep/0\": \"s\"} | personal./parameters/deep/0",
        "{\"/parameters/deep/1\": \"s\"} | personal./parameters/deep/1",
        "{\"/parameters/email\": \"not a name\"} | personal./parameters/email",
        "{\"/parameters/email\": \"jane.roe.7731@example.org\"} | personal",
      })
  void namesThePointerThatIsWrongAndRecordsNothing(String personal, String field) {
    long before = ledger.position();
    String parameters = "{\"email\": \"%s\", \"deep\": [1]}".formatted(EMAIL);
    Answer answer =
        ledger.post(AGENT, "/v1/dispatches", dispatch("wrong", "read", parameters, personal));
    assertThat(expect(422, answer).text()).contains("\"field\":\"" + field + "\"");
    assertThat(ledger.position()).isEqualTo(before);
  }

  @Test
  @Order(7)
  void refusesAValueThatStandsOpenElsewhereInTheRequest() {
    String parameters = "{\"email\": \"%1$s\", \"note\": \"write to %1$s\"}".formatted(EMAIL);
    String personal = "{\"/parameters/email\": \"customer-1\"}";
    Answer answer =
        ledger.post(AGENT, "/v1/dispatches", dispatch("echo", "read", parameters, personal));
    assertThat(expect(422, answer).text()).contains("stands in 'parameters' too");
  }

  @Test
  @Order(8)
  void repeatsTheFirstAnswerUnderTheSameKeyUntilTheSubjectIsErased() {
    String body = dispatch("once", "read", "customer-3");
    Fields first = expect(201, ledger.post(AGENT, "/v1/dispatches", body, "key-1")).json();
    Fields again = expect(200, ledger.post(AGENT, "/v1/dispatches", body, "key-1")).json();
    assertThat(Members.number(again, "position")).isEqualTo(Members.number(first, "position"));
    String other = body.replace(EMAIL, "john.roe.7731@example.org");
    expect(422, ledger.post(AGENT, "/v1/dispatches", other, "key-1"));
    erase("customer-3");
    long before = ledger.position();
    expect(422, ledger.post(AGENT, "/v1/dispatches", body, "key-1"));
    assertThat(ledger.position()).isEqualTo(before);
  }

  @Test
  @Order(9)
  void releasesOnApprovalAfterJudgingOnTheRealValues() {
    Fields asked = asked(dispatch("refund-1", "refund", "customer-1"));
    Fields approved = approve("refund-1", Members.text(asked, "shown"));
    assertThat(Members.text(approved, "verdict")).isEqualTo("AUTHORIZED");
  }

  @Test
  @Order(10)
  void releasesNothingThatNobodyCanReadAnyMore() {
    Fields asked = asked(dispatch("refund-2", "refund", "customer-4"));
    long position = erase("customer-4");
    Fields approved = approve("refund-2", Members.text(asked, "shown"));
    assertThat(Members.text(approved, "verdict")).isEqualTo("VETOED");
    assertThat(Members.text(approved, "explanation"))
        .contains("subject customer-4 was erased at position " + position);
  }

  private static Fields approve(String dispatch, String shown) {
    String answer =
        """
        {"contractId": "c-1", "dispatchId": "%s", "granted": true, "shown": "%s", "reason": "ok"}
        """
            .formatted(dispatch, shown);
    return expect(201, ledger.post(SUPERVISOR, "/v1/approvals", answer)).json();
  }

  @ParameterizedTest
  @Order(11)
  @CsvSource({"INSERT ON ledger.personal", "DELETE ON ledger.subject_key"})
  void recordsNothingIfThePersonalPartOfACommitFails(String operation) throws SQLException {
    asked(dispatch("whole-" + operation.charAt(0), "read", "customer-5"));
    execute(
        "CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            + " RAISE EXCEPTION 'out of order' USING ERRCODE = '22000'; END $$");
    execute("CREATE TRIGGER fail AFTER " + operation + " FOR EACH ROW EXECUTE FUNCTION fail()");
    long before = ledger.position();
    List<String> keys = rows("SELECT * FROM ledger.subject_key ORDER BY subject");
    try {
      if (operation.startsWith("INSERT")) {
        String body = dispatch("half", "read", "customer-5");
        expect(503, ledger.post(AGENT, "/v1/dispatches", body));
      } else {
        String reason = "{\"reason\": \"asked for it\"}";
        expect(503, ledger.post(OPERATOR, "/v1/subjects/customer-5/erasure", reason));
      }
    } finally {
      execute("DROP FUNCTION fail CASCADE");
    }
    assertThat(ledger.position()).isEqualTo(before);
    assertThat(rows("SELECT * FROM ledger.entry WHERE position > " + before)).isEmpty();
    assertThat(rows("SELECT * FROM ledger.subject_key ORDER BY subject")).isEqualTo(keys);
    assertThat(LOGGED.toString(StandardCharsets.UTF_8)).contains("out of order");
    asked(dispatch("next-" + operation.charAt(0), "read", "customer-5"));
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static DataSource database() {
    ServiceAccess access = ledger.service().context().getBean(ServiceAccess.class);
    try {
      String password = Files.readString(ledger.data().resolve("database.password")).strip();
      return access.store().as("postgres", password).connections();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  @Order(12)
  void erasesForEverAndLeavesEveryProofAndEveryVerdictAsItWas() throws Exception {
    String key = ledger.get(OPERATOR, "/v1/ledger/key").text();
    Path trusted = Files.writeString(directory.resolve("trusted.vkey"), key);
    assertThat(verified("before", trusted)).contains("Verified");
    long index = Members.number(view("read-1", 0), "index");
    String receipt = receipt(index);
    String trail = ledger.get(OPERATOR, "/v1/dispatches/read-1/trail").text();

    long position = erase("customer-1");

    assertThat(opened("read-1"))
        .hasSize(2)
        .allSatisfy(value -> {
          assertThat(Members.text(value, "state")).isEqualTo("ERASED");
          assertThat(Members.number(value, "erasedAt")).isEqualTo(position);
          assertThat(value.find("value")).isEmpty();
          assertThat(value.find("salt")).isEmpty();
        });
    assertThat(ledger.get(OPERATOR, "/v1/dispatches/read-1/trail").text()).isEqualTo(trail);
    assertThat(verified("after", trusted)).contains("Verified");
    Receipt.parse(receipt.getBytes(StandardCharsets.UTF_8))
        .verify(entry(index), TrustedKeys.parse(key.getBytes(StandardCharsets.UTF_8)));
    assertThat(rows("SELECT subject FROM ledger.subject_key"))
        .noneMatch(row -> row.contains("customer-1\""));
    assertThat(erase("customer-1")).as("nothing more to record").isZero();
    expect(404, ledger.post(OPERATOR, "/v1/subjects/nobody/erasure", "{\"reason\": \"x\"}"));
  }

  @Test
  @Order(13)
  void givesASubjectThatComesBackAKeyOfItsOwn() {
    asked(dispatch("back-1", "read", "customer-1"));
    assertThat(opened("back-1"))
        .allSatisfy(value -> assertThat(Members.text(value, "state")).isEqualTo("READABLE"));
    assertThat(opened("read-1"))
        .allSatisfy(value -> assertThat(Members.text(value, "state")).isEqualTo("ERASED"));
    String[] erase = {
      "subject",
      "erase",
      "customer-1",
      "--reason",
      "again",
      "--url",
      ledger.service().url().toString(),
      "--token",
      ledger.token(OPERATOR)
    };
    assertThat(run(erase)).contains("Subject customer-1 is erased, on record at position");
    assertThat(run(erase)).contains("Subject customer-1 was erased before.");
    assertThat(opened("back-1"))
        .allSatisfy(value -> assertThat(Members.text(value, "state")).isEqualTo("ERASED"));
  }

  @Test
  @Order(14)
  void keepsASubjectUnderLegalHoldUntilItIsLifted() {
    asked(dispatch("held-1", "read", "customer-9"));
    String hold =
        """
        {"hold": "case-1", "subject": "customer-9", "reason": "ordered by the court"}
        """;
    String erasure = "/v1/subjects/customer-9/erasure";
    String reason = "{\"reason\": \"asked for it\"}";
    expect(403, ledger.post(AGENT, "/v1/holds", hold));
    long placed =
        Members.number(expect(200, ledger.post(OPERATOR, "/v1/holds", hold)).json(), "position");

    Answer refused = expect(409, ledger.post(OPERATOR, erasure, reason));
    assertThat(Members.text(refused.json(), "detail"))
        .isEqualTo(
            "subject 'customer-9' is under legal hold 'case-1': it cannot be erased until that is"
                + " lifted");
    assertThat(opened("held-1"))
        .allSatisfy(value -> assertThat(Members.text(value, "state")).isEqualTo("READABLE"));
    Fields listed = expect(200, ledger.get(OPERATOR, "/v1/holds?subject=customer-9")).json();
    assertThat(Members.objects(listed, "items"))
        .singleElement()
        .satisfies(item -> {
          assertThat(Members.text(item, "hold")).isEqualTo("case-1");
          assertThat(Members.text(item, "reason")).isEqualTo("ordered by the court");
          assertThat(Members.number(item, "position")).isEqualTo(placed);
        });
    expect(403, ledger.get(AGENT, "/v1/holds"));
    expect(400, ledger.post(OPERATOR, "/v1/holds", hold.replace("customer-9", "customer-8")));
    expect(404, ledger.post(OPERATOR, "/v1/holds/case-9/lifting", reason));

    expect(200, ledger.post(OPERATOR, "/v1/holds/case-1/lifting", reason));
    expect(200, ledger.post(OPERATOR, erasure, reason));
    assertThat(opened("held-1"))
        .allSatisfy(value -> assertThat(Members.text(value, "state")).isEqualTo("ERASED"));
    assertThat(ledger.get(OPERATOR, "/v1/holds").text()).doesNotContain("case-1");
  }

  /// Values of subjects that were not erased are among the needles too: nothing but ciphertext may
  /// hold any of them at any time.
  @Test
  @Order(15)
  void leavesNoCopyInAnyTableFileLogAnswerOrExport() throws Exception {
    List<String> rows = new ArrayList<>();
    for (String table :
        rows(
            "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables"
                + " WHERE schemaname IN ('ledger', 'projection', 'processing')")) {
      String name = Members.text((Fields) Json.parse(table), "name");
      rows.addAll(rows("SELECT * FROM " + name));
    }
    assertThat(rows).hasSizeGreaterThan(100);
    for (String needle : NEEDLES) {
      String hex = HexFormat.of().formatHex(needle.getBytes(StandardCharsets.UTF_8));
      assertThat(rows.stream().filter(row -> row.contains(needle) || row.contains(hex))).isEmpty();
      assertThat(ANSWERS.stream().filter(answer -> answer.contains(needle))).isEmpty();
      assertThat(LOGGED.toString(StandardCharsets.UTF_8)).isNotEmpty().doesNotContain(needle);
      for (Path root : List.of(ledger.data(), directory)) {
        assertThat(filesHolding(root, needle)).isEmpty();
      }
    }
  }

  private static List<Path> filesHolding(Path root, String needle) throws IOException {
    List<Path> holding = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(needle)) {
          holding.add(file);
        }
      }
    }
    return holding;
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT row_to_json(r)::text FROM (" + sql + ") AS r")) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  private static String verified(String name, Path key) {
    String export = directory.resolve(name).toString();
    String url = ledger.service().url().toString();
    run("export", "--out", export, "--url", url, "--token", ledger.token(OPERATOR));
    return run("verify", export, "--key", key.toString());
  }

  private static String run(String... arguments) {
    PrintStream stdout = System.out;
    var out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(CommandLines.run(arguments)).as(out.toString(StandardCharsets.UTF_8)).isZero();
    } finally {
      System.setOut(stdout);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static String receipt(long index) {
    return ledger.get(OPERATOR, "/v1/ledger/proofs/inclusion?index=" + index).text();
  }

  private static byte[] entry(long index) {
    Fields entries = ledger.get(OPERATOR, "/v1/ledger/entries?size=1&from=" + index).json();
    return Members.text(Members.objects(entries, "items").getFirst(), "entry")
        .getBytes(StandardCharsets.UTF_8);
  }
}
