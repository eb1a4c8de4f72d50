package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.Members;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/// A plain request to act is answered past the web framework exactly as it is answered through it.
final class ShortWayTest {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: desk, version: 1, owner: desk}
      spec:
        environment: gov-cel/1
        parameters: {amount: int}
        invariants:
          - id: ASK-FIRST
            severity: high
            enforcement: Enforce
            expression: command.action != 'pay'
            onViolation: {effect: REQUIRE_APPROVAL}
          - id: SMALL
            severity: medium
            enforcement: Enforce
            matchConditions: [{name: order, expression: "command.action == 'order'"}]
            expression: command.parameters.amount <= 10
            onViolation: {effect: CONSTRAIN, set: {amount: "10"}}
      """;

  private static final String CONTRACT =
      """
      {"contractId": "c-1", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
       "actions": ["read", "pay", "order"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
      """;

  /// Accepts the same, and is not what the short way knows.
  private static final String ANOTHER_SPELLING = "application/json, */*;q=0.1";

  private static final Pattern CHANGING =
      Pattern.compile(
          "\"(dispatchId|now|shown)\":\"[^\"]*\"|\"(position|index)\":[0-9]+|dsp-[0-9A-Za-z-]+");

  private static RunningService ledger;
  private static HttpClient http;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    http = HttpClient.newHttpClient();
    assertThat(
            Stream.of(
                    ledger.post(
                        OPERATOR,
                        "/v1/agents",
                        "{\"agentId\": \"writer-1\", \"level\": 3, \"owner\": \"boss\"}"),
                    ledger.post(
                        OPERATOR,
                        "/v1/invariant-maps",
                        Json.text(Fields.with("source", new Text(MAP)).build())),
                    ledger.post(OPERATOR, "/v1/contracts", CONTRACT))
                .map(RunningService.Answer::status))
        .containsOnly(201);
  }

  @AfterAll
  static void stop() throws IOException {
    http.close();
    ledger.close();
  }

  private static String body(String members, String action, String resource) {
    return "{%s \"contractId\": \"c-1\", \"action\": \"%s\", \"resources\": [\"%s\"], \"parameters\": {\"amount\": 12.50}, \"justification\": \"für dich\"}"
        .formatted(members, action, resource);
  }

  private static final String EVERYTHING =
      "\"labels\": {\"b\": \"2\", \"a\": \"\\u00e4\"}, \"dataClasses\": [\"x\", \"internal\"], \"costMicros\": 7, \"irreversible\": true,";

  /// A request and its headers beside the token; `%way%` stands for what must differ.
  record Asked(String name, String caller, Map<String, String> headers, String body) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Asked> requests() {
    String plain = body("", "read", "desk/a");
    return Stream.of(
        new Asked("authorized", AGENT, Map.of(), plain),
        new Asked("constrained", AGENT, Map.of(), body("", "order", "desk/a")),
        new Asked("needs approval", AGENT, Map.of(), body("", "pay", "desk/a")),
        new Asked("not granted", AGENT, Map.of(), body("", "sing", "desk/a")),
        new Asked(
            "named", AGENT, Map.of(), body("\"dispatchId\": \"named-%way%\",", "read", "desk/a")),
        new Asked(
            "with everything",
            AGENT,
            Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            body(EVERYTHING, "read", "desk/a")),
        new Asked(
            "with control characters", AGENT, Map.of(), body("", "read \\u0001\\u007f", "desk/a")),
        new Asked("null member", AGENT, Map.of(), body("\"phase\": null,", "read", "desk/a")),
        new Asked(
            "null label", AGENT, Map.of(), body("\"labels\": {\"a\": null},", "read", "desk/a")),
        new Asked(
            "huge cost",
            AGENT,
            Map.of(),
            body("\"costMicros\": 9223372036854775808,", "read", "desk/a")),
        new Asked("by an operator", OPERATOR, Map.of(), plain),
        new Asked("keyed", AGENT, Map.of("Idempotency-Key", "key-%way%"), plain),
        new Asked("keyed, again", AGENT, Map.of("Idempotency-Key", "key-%way%"), plain),
        new Asked(
            "keyed, another one",
            AGENT,
            Map.of("Idempotency-Key", "key-%way%"),
            body("", "read", "desk/b")),
        new Asked("bad key", AGENT, Map.of("Idempotency-Key", "a key"), plain),
        new Asked("bad key, bad body", AGENT, Map.of("Idempotency-Key", "a key"), "{"),
        new Asked("keyed, bad body", AGENT, Map.of("Idempotency-Key", "other-%way%"), "[1]"),
        new Asked("no JSON", AGENT, Map.of(), "{\"contractId\": c-1}"),
        new Asked("null", AGENT, Map.of(), "null"),
        new Asked("more than one value", AGENT, Map.of(), plain + " {}"),
        new Asked("unknown member", AGENT, Map.of(), body("\"verdict\": true,", "read", "desk/a")),
        new Asked("doubled", AGENT, Map.of(), body("\"action\": \"read\",", "read", "desk/a")),
        new Asked("wrong type", AGENT, Map.of(), body("\"costMicros\": 1.0,", "read", "desk/a")),
        new Asked(
            "absurd", AGENT, Map.of(), "{\"contractId\":\"c-1\",\"parameters\":{\"a\":1e999999}}"),
        new Asked("missing member", AGENT, Map.of(), "{\"contractId\": \"c-1\"}"),
        new Asked("bad resource", AGENT, Map.of(), body("", "read", "desk/../etc")),
        new Asked(
            "unknown contract", AGENT, Map.of(), plain.replace("\"c-1\"", "\"no-such-contract\"")),
        new Asked("may not", SUPERVISOR, Map.of(), plain),
        new Asked("of another tenant", STRANGER, Map.of(), plain),
        new Asked("without a token", "nobody", Map.of(), plain),
        new Asked("unknown token", "nobody", Map.of("Authorization", "Bearer pl_x"), plain),
        new Asked("no bearer", "nobody", Map.of("Authorization", "Digest x"), plain));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void answersAsTheFrameworkDoes(Asked asked) throws Exception {
    assertThat(answer(asked, "shortly", "*/*")).isEqualTo(answer(asked, "fully", ANOTHER_SPELLING));
  }

  @Test
  void recordsTheSameRequestEitherWay() throws Exception {
    var forms = new ArrayList<Object>();
    for (String accept : List.of("*/*", ANOTHER_SPELLING)) {
      HttpRequest.Builder request =
          ledger
              .request(AGENT, "/v1/dispatches")
              .header("Content-Type", "application/json")
              .header("Accept", accept)
              .POST(BodyPublishers.ofString(body(EVERYTHING, "read", "desk/a")));
      Fields answer =
          (Fields) Json.parse(http.send(request.build(), BodyHandlers.ofString()).body());
      Fields view =
          ledger
              .get(
                  AGENT,
                  "/v1/dispatches/%s?atLeast=%d"
                      .formatted(
                          Members.text(answer, "dispatchId"), Members.number(answer, "position")))
              .json();
      Fields asked = Members.object(view, "request");
      assertThat(asked.members()).containsKeys("labels", "dataClasses", "costMicros");
      forms.add(CHANGING.matcher(Json.text(asked)).replaceAll("~"));
    }
    assertThat(forms.getFirst()).isEqualTo(forms.getLast());
  }

  private static List<Object> answer(Asked asked, String way, String accept) throws Exception {
    HttpRequest.Builder request =
        ledger
            .request(asked.caller(), "/v1/dispatches")
            .header("Content-Type", "application/json")
            .header("Accept", accept)
            .POST(BodyPublishers.ofString(asked.body().replace("%way%", way)));
    asked.headers().forEach((name, value) -> request.header(name, value.replace("%way%", way)));
    HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
    Map<String, List<String>> headers = new TreeMap<>(response.headers().map());
    headers.remove("date");
    assertThat(headers).as("headers of %s", way).containsKey("content-security-policy");
    // It counts what is blanked too.
    headers.remove("content-length");
    return List.of(
        response.statusCode(),
        headers,
        CHANGING.matcher(response.body().replace(way, "a way")).replaceAll("~"));
  }

  /// A request that passes by never reaches what stands behind the short way.
  @Test
  void takesPlainRequestsOnly() throws Exception {
    assertThat(passedOn(plain(_ -> {}))).isEmpty();
    List<Change> changes =
        List.of(
            request -> request.setMethod("PUT"),
            request -> request.setQueryString("a=b"),
            request -> request.addHeader("Prefer", "receipt"),
            request -> request.addHeader("Accept", "text/html"),
            request -> request.setContentType("text/plain"),
            request -> request.setContent("{".getBytes(StandardCharsets.UTF_8)),
            request -> request.setContent(new byte[0]),
            request ->
                request.setContent(
                    (" ".repeat(1 << 16) + body("", "read", "desk/a"))
                        .getBytes(StandardCharsets.UTF_8)));
    for (Change change : changes) {
      MockHttpServletRequest request = plain(change);
      byte[] sent = request.getContentAsByteArray();
      assertThat(passedOn(request)).as("change %d", changes.indexOf(change)).containsExactly(sent);
    }
  }

  @Test
  void answersNobodyWhomTheSecurityFiltersDoNotLetThrough() throws Exception {
    List<Change> changes =
        List.of(
            request -> request.setRequestURI("/v1/./dispatches"),
            request -> request.setRequestURI("/v1/dispatches;a=b"),
            request -> header(request, "Authorization", "Bearer pl_unknown"),
            request -> header(request, "Authorization", ledger.token(AGENT)),
            request -> request.removeHeader("Authorization"));
    for (Change change : changes) {
      var response = new MockHttpServletResponse();
      assertThat(passedOn(plain(change), response)).isEmpty();
      assertThat(response.getStatus()).as("change %d", changes.indexOf(change)).isIn(400, 401);
    }
  }

  @FunctionalInterface
  private interface Change {
    void make(MockHttpServletRequest request);
  }

  private static void header(MockHttpServletRequest request, String name, String value) {
    request.removeHeader(name);
    request.addHeader(name, value);
  }

  private static MockHttpServletRequest plain(Change change) {
    var request = new MockHttpServletRequest("POST", "/v1/dispatches");
    request.addHeader("Authorization", "Bearer " + ledger.token(AGENT));
    request.setContentType("application/json");
    request.setContent(body("", "read", "desk/a").getBytes(StandardCharsets.UTF_8));
    change.make(request);
    return request;
  }

  private static List<byte[]> passedOn(MockHttpServletRequest request) throws Exception {
    return passedOn(request, new MockHttpServletResponse());
  }

  /// The body that what stands behind gets to read; nothing if it is not asked.
  private static List<byte[]> passedOn(
      MockHttpServletRequest request, MockHttpServletResponse response) throws Exception {
    var context = ledger.service().context();
    FilterRegistrationBean<?> registration =
        context.getBean("shortWay", FilterRegistrationBean.class);
    List<byte[]> bodies = new ArrayList<>();
    var behind =
        new HttpServlet() {
          @Override
          protected void service(HttpServletRequest asked, HttpServletResponse answer)
              throws IOException {
            bodies.add(asked.getInputStream().readAllBytes());
          }
        };
    new MockFilterChain(
            behind,
            context.getBean("springSecurityFilterChain", Filter.class),
            Objects.requireNonNull(registration.getFilter()))
        .doFilter(request, response);
    return bodies;
  }
}
