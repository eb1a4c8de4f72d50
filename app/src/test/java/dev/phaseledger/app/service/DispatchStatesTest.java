package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.command.contract.DispatchTransitions;
import dev.phaseledger.command.contract.DispatchTransitions.DispatchStatus;
import dev.phaseledger.store.LedgerEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// That readers see of every dispatch what the deciders' own table of transitions says of it, after
/// whatever anybody sends, in whichever order, with the service's own duties at work.
@TestMethodOrder(OrderAnnotation.class)
final class DispatchStatesTest {

  private static final int REQUESTS = 120;
  private static final int CONTRACTS = 3;
  private static final int PAGE = 200;

  /// How long the service may take to notice what is due.
  private static final Duration NOTICED_WITHIN = Duration.ofSeconds(90);

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: states, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        invariants:
          - id: ASK
            matchConditions: [{name: pay, expression: "command.action == 'pay'"}]
            expression: "false"
            onViolation: {effect: REQUIRE_APPROVAL, timeout: 1h}
          - id: HURRY
            matchConditions: [{name: hurry, expression: "command.action == 'hurry'"}]
            expression: "false"
            onViolation: {effect: REQUIRE_APPROVAL, timeout: 1s}
          - id: TESTED
            matchConditions: [{name: ship, expression: "command.action == 'ship'"}]
            expression: "evidence.exists(e, e.kind == 'tests')"
            onViolation: {effect: DEFER, until: EVIDENCE(tests), timeout: 1h}
      """;

  private static final Set<DispatchStatus> SEEN = EnumSet.noneOf(DispatchStatus.class);

  private static RunningService ledger;

  /// What was asked for under one seed.
  private record Asked(String id, String contract, String shown) {}

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    for (String approver : List.of("ada", "bo")) {
      ledger.add(
          new Principal(
              new PrincipalId(approver),
              Principal.Kind.HUMAN,
              new TenantId("default"),
              Set.of(Role.APPROVER),
              Optional.empty()));
    }
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
            "/v1/invariant-maps",
            Json.text(Fields.with("source", new JsonValue.Text(MAP)).build())));
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @ParameterizedTest(name = "seed {0}")
  @Order(1)
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void readersSeeWhatTheTransitionsSay(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CONTRACTS; i++) {
      issue(contract(seed, i));
    }
    List<Asked> asked = new ArrayList<>();
    for (int n = 0; n < REQUESTS; n++) {
      step(random, seed, n, asked);
    }
    requireSame();
  }

  /// What waits for a second only is closed by the ledger itself, which a view may show before or
  /// after the others are compared; so both are looked at until nothing happens in between.
  private static void requireSame() {
    long before;
    Map<String, String> told;
    Map<String, String> shown;
    do {
      before = ledger.position();
      shown = shown();
      told = told(before);
    } while (ledger.position() != before);
    assertThat(shown).hasSizeGreaterThan(10).isEqualTo(told);
  }

  @Test
  @Order(2)
  void sawEveryStatus() throws InterruptedException {
    String contract = "last";
    issue(contract);
    String id = "last-1";
    expect(201, dispatch(contract, id, "hurry"));
    long deadline = System.nanoTime() + NOTICED_WITHIN.toNanos();
    while (!shown().get(id).equals("TIMED_OUT")) {
      assertThat(System.nanoTime()).as("nobody noticed").isLessThan(deadline);
      Thread.sleep(50);
    }
    requireSame();
    assertThat(SEEN).containsExactlyInAnyOrder(DispatchStatus.values());
  }

  private static void step(Random random, long seed, int n, List<Asked> asked) {
    int kind = random.nextInt(20);
    if (asked.isEmpty() || kind < 8) {
      String contract = contract(seed, random.nextInt(CONTRACTS));
      String[] actions = {"read", "read", "pay", "pay", "ship", "hurry", "forbidden"};
      Answer answer =
          dispatch(contract, "s%d-%d".formatted(seed, n), actions[random.nextInt(actions.length)]);
      Fields written = expect(201, answer).json();
      asked.add(
          new Asked(
              "s%d-%d".formatted(seed, n),
              contract,
              Members.find(written, "shown").orElse("sha256:" + "0".repeat(64))));
      return;
    }
    Asked one = asked.get(random.nextInt(asked.size()));
    String of =
        "{\"contractId\": \"%s\", \"dispatchId\": \"%s\"".formatted(one.contract(), one.id());
    String why = "{\"contractId\": \"%s\", \"reason\": \"chance\"}".formatted(one.contract());
    String approver = random.nextBoolean() ? "ada" : "bo";
    // What is refused by the state that a dispatch is in is refused with 4xx, and leaves nothing.
    tolerate(
        switch (kind) {
          case 8, 9, 10 ->
              ledger.post(
                  approver,
                  "/v1/approvals",
                  of
                      + ", \"granted\": %s, \"shown\": \"%s\", \"reason\": \"chance\"}"
                          .formatted(random.nextInt(4) > 0, one.shown()));
          case 11 -> ledger.post(approver, "/v1/approvals/withdrawal", of + "}");
          case 12, 13, 14, 15 ->
              ledger.post(
                  OPERATOR,
                  "/v1/dispatches/" + one.id() + "/outcome",
                  "{\"contractId\": \"%s\", \"outcome\": \"%s\"}"
                      .formatted(
                          one.contract(),
                          List.of("SUCCEEDED", "FAILED", "UNKNOWN").get(random.nextInt(3))));
          case 16 -> ledger.post(AGENT, "/v1/dispatches/" + one.id() + "/withdrawal", why);
          case 17 -> ledger.post(OPERATOR, "/v1/dispatches/" + one.id() + "/cancellation", why);
          case 18 ->
              random.nextInt(3) > 0
                  ? ledger.post(
                      OPERATOR,
                      "/v1/evidence",
                      """
                      {"contractId": "%s", "evidence": {"kind": "tests", "producer": "ci",
                       "content": "sha256:%s", "at": "2026-01-01T00:00:00Z",
                       "claims": {"passed": true}}}
                      """
                          .formatted(one.contract(), "0".repeat(64)))
                  : ledger.get(OPERATOR, "/v1/contracts");
          default ->
              random.nextInt(6) > 0
                  ? ledger.get(OPERATOR, "/v1/contracts")
                  : ledger.post(
                      OPERATOR,
                      "/v1/contracts/%s/%s"
                          .formatted(one.contract(), random.nextBoolean() ? "stop" : "revocation"),
                      "{\"reason\": \"chance\"}");
        });
  }

  private static void tolerate(Answer answer) {
    assertThat(answer.status()).as(answer.text()).isBetween(200, 499);
  }

  private static String contract(long seed, int number) {
    return "c%d-%d".formatted(seed, number);
  }

  private static void issue(String id) {
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "%s", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
             "actions": ["read", "pay", "ship", "hurry"],
             "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
            """
                .formatted(id)));
  }

  private static Answer dispatch(String contract, String id, String action) {
    return ledger.post(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "%s", "contractId": "%s", "action": "%s", "resources": ["desk/a"],
         "justification": "needed"}
        """
            .formatted(id, contract, action));
  }

  /// What readers see.
  private static Map<String, String> shown() {
    Map<String, String> states = new TreeMap<>();
    Optional<String> after = Optional.empty();
    do {
      String path =
          "/v1/dispatches?size="
              + PAGE
              + after.map(next -> "&after=" + LedgerClient.escape(next)).orElse("");
      Fields page = expect(200, ledger.get(OPERATOR, path)).json();
      for (Fields item : Members.objects(page, "items")) {
        states.put(Members.text(item, "dispatchId"), Members.text(item, "state"));
      }
      after = Members.find(page, "next");
    } while (after.isPresent());
    return states;
  }

  /// What the table of transitions makes of the entries up to a position. It refuses what is not in
  /// it.
  private static Map<String, String> told(long position) {
    Map<String, DispatchStatus> states = new HashMap<>();
    Map<String, Set<String>> ofContract = new HashMap<>();
    for (RecordedEvent recorded :
        ledger.service().context().getBean(LedgerEngine.class).read(1, Math.toIntExact(position))) {
      if (!(recorded.event() instanceof ContractEvent event)) {
        continue;
      }
      Set<String> own = ofContract.computeIfAbsent(event.contract().value(), _ -> new HashSet<>());
      if (event instanceof DispatchDecided decided) {
        own.add(decided.request().id().value());
      }
      if (event instanceof ContractEnded || event instanceof ContractRevoked) {
        own.stream()
            .filter(id -> isOpen(states.get(id)))
            .forEach(id -> states.compute(id, (_, from) -> next(from, event)));
      } else {
        DispatchTransitions.decidedOn(event)
            .ifPresent(id -> states.compute(id.value(), (_, from) -> next(from, event)));
      }
    }
    Map<String, String> names = new TreeMap<>();
    states.forEach((id, status) -> names.put(id, status.name()));
    SEEN.addAll(states.values());
    return names;
  }

  private static DispatchStatus next(@Nullable DispatchStatus from, ContractEvent event) {
    return DispatchTransitions.next(Optional.ofNullable(from), event);
  }

  private static boolean isOpen(@Nullable DispatchStatus status) {
    return status == DispatchStatus.RELEASED
        || status == DispatchStatus.PENDING
        || status == DispatchStatus.DEFERRED;
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
