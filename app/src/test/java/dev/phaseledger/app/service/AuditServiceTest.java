package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.EventStream;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.proof.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What auditors ask of a running service.
final class AuditServiceTest {

  private static final String HOSTILE =
      "xylophone'); DROP TABLE projection.entries; -- </text><script>alert(1)</script> \u001b[2J %_";

  private static final int STREAMS_MAX = 16;
  private static final long PATIENCE_SECONDS = 60;

  private static RunningService ledger;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    expect(201, ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"writer-1\", \"level\": 2}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "notes", "agentId": "writer-1", "task": "keep notes",
             "scope": ["notes/**"], "actions": ["write"], "requiredLevel": 1,
             "stopping": {"expiresAt": "2099-01-01T00:00:00Z", "actionsMax": 1000}}
            """));
    ask("a-1", "tidy up");
    ask("a-2", HOSTILE);
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @Test
  void findsADecisionByItsWordsAndProvesIt() {
    Fields page = find("text=xylophone&action=write&agent=writer-1");

    assertThat(Members.objects(page, "items"))
        .singleElement()
        .satisfies(entry -> {
          assertThat(Members.text(entry, "dispatchId")).isEqualTo("a-2");
          Answer receipt = expect(200, ledger.get(OPERATOR, Members.text(entry, "receipt")));
          assertThat(
                  Receipt.parse(receipt.text().getBytes(StandardCharsets.UTF_8))
                      .inclusion()
                      .index())
              .isEqualTo(Members.number(entry, "index"));
        });
  }

  @Test
  void takesHostileTextForNothingButText() {
    Fields page = find("dispatch=a-2");

    Fields entry = Members.objects(page, "items").getFirst();
    assertThat(Members.text(entry, "entry")).contains("DROP TABLE projection.entries");
    // Answered at all: as a part of the statement it would have broken it.
    find("text=" + LedgerClient.escape("'); DROP TABLE projection.entries; --"));
    assertThat(Members.objects(find("resource=" + LedgerClient.escape("notes/%")), "items"))
        .isEmpty();
    assertThat(Members.number(count("dispatch=a-2"), "total")).isEqualTo(1);
  }

  @Test
  void showsNobodyAnotherTenant() {
    for (String path :
        List.of(
            "/v1/audit/entries",
            "/v1/audit/entries?text=xylophone",
            "/v1/audit/entries?contract=notes")) {
      assertThat(Members.objects(expect(200, ledger.get(STRANGER, path)).json(), "items"))
          .isEmpty();
    }
    expect(404, ledger.get(STRANGER, "/v1/agents/writer-1/authority"));
    expect(404, ledger.get(STRANGER, "/v1/contracts/notes/state"));
    expect(404, ledger.get(STRANGER, "/v1/dispatches/a-1/state"));
    expect(403, ledger.get(AGENT, "/v1/audit/entries"));
    expect(403, ledger.get(AGENT, "/v1/audit/counts"));
    expect(403, ledger.get(AGENT, "/v1/stream"));
    expect(401, ledger.get("nobody", "/v1/audit/entries"));
    expect(200, ledger.get(AGENT, "/v1/agents/writer-1/authority"));
  }

  @Test
  void namesTheParameterAtFault() {
    Answer answer = expect(400, ledger.get(OPERATOR, "/v1/audit/entries?agnet=writer-1"));

    assertThat(answer.type()).startsWith("application/problem+json");
    Fields error = Members.objects(answer.json(), "errors").getFirst();
    assertThat(Members.text(error, "field")).isEqualTo("agnet");
    expect(400, ledger.get(OPERATOR, "/v1/stream?from=0"));
    expect(400, ledger.get(OPERATOR, "/v1/stream?from=99999999"));
    expect(400, ledger.get(OPERATOR, "/v1/agents/writer-1/authority?asOf=99999999"));
  }

  @Test
  void saysWhoCouldDoWhatBeforeTheContract() {
    Fields before =
        expect(200, ledger.get(OPERATOR, "/v1/agents/writer-1/authority?asOf=1")).json();
    Fields after = expect(200, ledger.get(OPERATOR, "/v1/agents/writer-1/authority?asOf=2")).json();

    assertThat(Members.objects(before, "contracts")).isEmpty();
    assertThat(Members.objects(after, "contracts"))
        .singleElement()
        .satisfies(contract -> assertThat(Members.text(contract, "contractId")).isEqualTo("notes"));
    assertThat(Members.objects(after, "because")).hasSize(2);
  }

  @Test
  void streamsWhatIsRecordedAndGoesOnWhereItBroke() throws Exception {
    List<Fields> seen = new ArrayList<>();
    try (EventStream stream = stream(OPERATOR)) {
      stream.follow(
          "/v1/stream?from=1",
          event -> {
            seen.add((Fields) Json.parse(event));
            return seen.size() < 2;
          });
      // The stream knows its last event, so this is another connection that resumes.
      stream.follow(
          "/v1/stream?from=1",
          event -> {
            seen.add((Fields) Json.parse(event));
            return seen.size() < 4;
          });
    }

    assertThat(seen.stream().map(event -> Members.text(event, "id")))
        .containsExactly("1", "2", "3", "4");
    Fields first = seen.getFirst();
    assertThat(Members.text(first, "specversion")).isEqualTo("1.0");
    assertThat(Members.text(first, "type")).startsWith("dev.phaseledger.");
    assertThat(Members.text(first, "source")).isEqualTo("/v1/ledger/default");
    String recorded =
        Members.text(
            Members.objects(find("fromPosition=1&toPosition=1"), "items").getFirst(), "entry");
    assertThat(Json.text(Members.object(first, "data"))).isEqualTo(recorded);
  }

  @Test
  void streamsWhatComesAfterItWasOpened() throws Exception {
    long from = ledger.position() + 1;
    CompletableFuture<String> first =
        CompletableFuture.supplyAsync(() -> firstEvent(OPERATOR, "/v1/stream?from=" + from));
    ask("live-1", "after the stream was opened");

    Fields event = (Fields) Json.parse(first.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
    assertThat(Long.parseLong(Members.text(event, "id"))).isGreaterThanOrEqualTo(from);
  }

  @Test
  void streamsNoEntryOfAnotherTenant() throws Exception {
    ledger.add(human("other-operator", "elsewhere-2", Role.OPERATOR));
    expect(
        201,
        ledger.post("other-operator", "/v1/agents", "{\"agentId\": \"theirs\", \"level\": 1}"));

    // Everything of the other tenant stands in front of it in the log.
    Fields first = (Fields) Json.parse(firstEvent("other-operator", "/v1/stream?from=1"));
    assertThat(Members.text(first, "source")).isEqualTo("/v1/ledger/elsewhere-2");
    assertThat(Members.text(first, "subject")).isEqualTo("agent/theirs");
    assertThat(Members.text(first, "logindex")).isEqualTo("0");
  }

  @Test
  void boundsTheStreamsOfATenant() throws Exception {
    ledger.add(human("crowd", "crowded", Role.AUDITOR));
    List<InputStream> open = new ArrayList<>();
    for (int i = 0; i < STREAMS_MAX; i++) {
      HttpResponse<InputStream> answer =
          http().send(ledger.request("crowd", "/v1/stream").build(), BodyHandlers.ofInputStream());
      assertThat(answer.statusCode()).isEqualTo(200);
      open.add(answer.body());
    }
    Answer refused = expect(429, ledger.get("crowd", "/v1/stream"));
    assertThat(refused.text()).contains("16 streams");
    assertThat(firstEvent(OPERATOR, "/v1/stream?from=1"))
        .as("another tenant's")
        .contains("\"id\":\"1\"");
    for (InputStream body : open) {
      body.close();
    }
  }

  @Test
  void endsStreamsWhenTheServiceStops() throws Exception {
    RunningService other = RunningService.start();
    HttpResponse<InputStream> answer =
        http().send(other.request(OPERATOR, "/v1/stream").build(), BodyHandlers.ofInputStream());
    CompletableFuture<Void> stopping =
        CompletableFuture.runAsync(() -> {
          try {
            other.close();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });

    try (InputStream body = answer.body()) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8)).contains("retry:");
    }
    stopping.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  @Test
  void refusesAStreamOfWhoMayNotRead() {
    try (EventStream stream = stream(AGENT)) {
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(() -> stream.follow("/v1/stream", _ -> false))
          .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(403));
    }
  }

  private static String firstEvent(String caller, String path) {
    List<String> events = new ArrayList<>();
    try (EventStream stream = stream(caller)) {
      stream.follow(
          path,
          event -> {
            events.add(event);
            return false;
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return events.getFirst();
  }

  private static Principal human(String id, String tenant, Role role) {
    return new Principal(
        new PrincipalId(id),
        Principal.Kind.HUMAN,
        new TenantId(tenant),
        Set.of(role),
        Optional.empty());
  }

  private static EventStream stream(String caller) {
    return new EventStream(ledger.service().url(), Optional.of(ledger.token(caller)));
  }

  private static HttpClient http() {
    return HttpClient.newHttpClient();
  }

  private static Fields find(String parameters) {
    return expect(200, ledger.get(OPERATOR, "/v1/audit/entries?" + parameters)).json();
  }

  private static Fields count(String parameters) {
    return expect(200, ledger.get(OPERATOR, "/v1/audit/counts?" + parameters)).json();
  }

  private static void ask(String dispatch, String justification) {
    String body =
        Json.text(
            Fields.with("dispatchId", new Text(dispatch))
                .put("contractId", "notes")
                .put("action", "write")
                .put("resources", Items.ofTexts(List.of("notes/a.md")))
                .put("parameters", Fields.EMPTY)
                .put("justification", justification)
                .build());
    expect(201, ledger.post(AGENT, "/v1/dispatches", body, dispatch));
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
