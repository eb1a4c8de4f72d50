package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.STRANGER;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.personal.Vault;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.backtest.BacktestRun;
import dev.phaseledger.app.backtest.Order;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.RunningService.Answer;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.Mode;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.store.LedgerEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Back-tests and explanations of a running service: ten spendings of 10 each under a limit of 100,
/// then one of 30 that the map vetoes, and one whose amount is somebody's secret.
final class BacktestServiceTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: amounts, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        parameters: {amount: int, customer: string}
        params: {most: 20}
        variables:
          - {name: small, expression: command.parameters.amount <= params.most}
        invariants:
          - id: SMALL
            description: Nothing large is spent
            expression: variables.small || agent.level >= 9
            messageExpression: "'amount ' + string(command.parameters.amount)"
            onViolation: {effect: VETO}
          - id: KNOWN
            expression: "!has(command.parameters.customer) || !command.parameters.customer.startsWith('evil')"
            onViolation: {effect: VETO}
      """;

  private static final String STRICTER =
      MAP.replace("version: 1", "version: 2").replace("most: 20", "most: 5");

  private static final TenantId BULK = new TenantId("bulk");

  private static RunningService ledger;

  @BeforeAll
  static void recordHistory() throws IOException {
    ledger = RunningService.start();
    ledger.add(
        new Principal(
            new PrincipalId("outsider"),
            Principal.Kind.HUMAN,
            new TenantId("elsewhere"),
            Set.of(Role.POLICY_AUTHOR),
            Optional.empty()));
    expect(201, ledger.post(OPERATOR, "/v1/invariant-maps", source(MAP)));
    expect(
        201, ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"" + AGENT + "\", \"level\": 3}"));
    expect(
        201,
        ledger.post(
            OPERATOR,
            "/v1/contracts",
            """
            {"contractId": "ctr", "agentId": "writer-1", "task": "spend",
             "scope": ["shop/**"], "actions": ["pay"], "requiredLevel": 1, "openDispatchesMax": 50,
             "stopping": {"expiresAt": "2100-01-01T00:00:00Z", "costMicrosMax": 100}}
            """));
    for (int n = 1; n <= 10; n++) {
      assertThat(verdict(dispatch("p-" + n, 10, 10, ""))).isEqualTo("AUTHORIZED");
    }
    // The budget is used up.
    assertThat(verdict(dispatch("p-11", 1, 1, ""))).isEqualTo("VETOED");
    assertThat(verdict(dispatch("large", 30, 0, ""))).isEqualTo("VETOED");
    assertThat(
            verdict(
                dispatch(
                    "secret", 1, 0, ", \"personal\": {\"/parameters/customer\": \"customer-17\"}")))
        .isEqualTo("VETOED");
    recordMoreThanIsReadAtOnce();
  }

  private static void recordMoreThanIsReadAtOnce() throws IOException {
    ledger.add(
        new Principal(
            new PrincipalId("bulk"),
            Principal.Kind.HUMAN,
            BULK,
            Set.of(Role.OPERATOR, Role.POLICY_AUTHOR),
            Optional.empty()));
    expect(201, ledger.post("bulk", "/v1/invariant-maps", source(MAP)));
    expect(201, ledger.post("bulk", "/v1/agents", "{\"agentId\": \"payer\", \"level\": 3}"));
    expect(
        201,
        ledger.post(
            "bulk",
            "/v1/contracts",
            """
            {"contractId": "many", "agentId": "payer", "task": "spend", "scope": ["shop/**"],
             "actions": ["pay"], "openDispatchesMax": 1000,
             "stopping": {"expiresAt": "2100-01-01T00:00:00Z", "costMicrosMax": 1000}}
            """));
    for (int n = 0; n < BacktestRun.CHUNK_ENTRIES; n++) {
      expect(
          201,
          ledger.post(
              "bulk",
              "/v1/dispatches",
              """
              {"dispatchId": "m-%d", "contractId": "many", "action": "pay",
               "resources": ["shop/x"], "parameters": {"amount": %d}, "costMicros": 5,
               "justification": "asked for"}
              """
                  .formatted(n, n % 30),
              "m-" + n));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  @Test
  void derivesWhatIsRecordedAgain() {
    for (String mode : new String[] {"PER_DECISION", "STATEFUL"}) {
      Fields result = result(backtest("{\"mode\": \"%s\"}".formatted(mode)));
      assertThat(Members.number(result, "judged")).isEqualTo(13);
      assertThat(Members.number(result, "same")).isEqualTo(13);
      assertThat(Members.number(result, "flipped")).isZero();
    }
  }

  @Test
  void judgesEachDecisionByItselfOrAsTheyWouldHaveLedToEachOther() {
    Fields one = result(backtest(order("PER_DECISION", STRICTER)));
    Fields all = result(backtest(order("STATEFUL", STRICTER)));

    assertThat(Members.number(one, "flipped")).isEqualTo(10);
    // Nothing was spent, so the budget lasts: the eleventh is authorized now.
    assertThat(Members.number(all, "flipped")).isEqualTo(11);
    assertThat(Members.objects(one, "flips"))
        .singleElement()
        .satisfies(row -> {
          assertThat(Members.text(row, "cause")).isEqualTo("amounts/SMALL");
          assertThat(Members.text(row, "agent")).isEqualTo(AGENT);
          assertThat(Members.text(row, "from")).isEqualTo("AUTHORIZED");
          assertThat(Members.text(row, "to")).isEqualTo("VETOED");
          assertThat(Members.number(row, "count")).isEqualTo(10);
          Fields entry = Members.objects(row, "entries").getFirst();
          assertThat(Members.text(entry, "dispatch")).isEqualTo("p-1");
          assertThat(expect(200, ledger.get(OPERATOR, Members.text(entry, "href"))).text())
              .contains("p-1");
        });
    assertThat(Members.objects(all, "flips"))
        .anySatisfy(row -> {
          assertThat(Members.text(row, "cause")).isEqualTo("contract/stopping.costMicrosMax");
          assertThat(Members.text(row, "to")).isEqualTo("AUTHORIZED");
        });
    Fields first = Members.object(one, "first");
    assertThat(Members.text(first, "dispatch")).isEqualTo("p-1");
    assertThat(Members.text(first, "explanation"))
        .contains("p-1 was AUTHORIZED and would be VETOED, by amounts/SMALL");
  }

  @Test
  void signsWhatItFindsWithTheKeyOfTheLog() {
    Fields job = backtest(order("PER_DECISION", STRICTER));
    Answer note =
        expect(200, ledger.get(OPERATOR, "/v1/backtests/" + Members.text(job, "id") + "/note"));
    SignedNote signed = SignedNote.parse(note.text().getBytes(StandardCharsets.UTF_8));
    NoteVerifier key = NoteVerifier.parse(ledger.get(OPERATOR, "/v1/ledger/key").text().strip());

    assertThat(TrustedKeys.of(key).verify(signed)).containsExactly(key);
    assertThat(signed.text().lines().toList().get(1))
        .isEqualTo(Json.text(Members.object(job, "result")));
    byte[] artifact = note.text().getBytes(StandardCharsets.UTF_8);
    assertThat(Members.text(job, "digest")).isEqualTo(Digest.of(artifact).value());
  }

  @Test
  void refusesWhoMayNotAndHidesThemFromOtherTenants() {
    String order = order("PER_DECISION", STRICTER);
    expect(403, ledger.post(SUPERVISOR, "/v1/backtests", order));
    expect(403, ledger.post(AGENT, "/v1/backtests", order));
    // An auditor may have history derived again, and may not try policies.
    expect(403, ledger.post(STRANGER, "/v1/backtests", order));
    expect(400, ledger.post(OPERATOR, "/v1/backtests", "{\"mode\": \"SOMEHOW\"}"));
    expect(400, ledger.post(OPERATOR, "/v1/backtests", "{\"from\": 0}"));
    expect(422, ledger.post(OPERATOR, "/v1/backtests", source("kind: InvariantMap")));

    String id = Members.text(backtest(order), "id");
    expect(404, ledger.get("outsider", "/v1/backtests/" + id));
    expect(404, ledger.get("outsider", "/v1/backtests/" + id + "/note"));
    assertThat(Members.objects(ledger.get("outsider", "/v1/backtests").json(), "items")).isEmpty();
    assertThat(Members.number(result(await("outsider", start("outsider", order))), "judged"))
        .isZero();
    expect(409, ledger.post(OPERATOR, "/v1/backtests/" + id + "/resume", "{}"));
  }

  @Test
  void answersARepeatedOrderWithTheSameJob() {
    String order = order("PER_DECISION", MAP);
    Fields one = expect(202, ledger.post(OPERATOR, "/v1/backtests", order, "once")).json();
    Fields same = expect(202, ledger.post(OPERATOR, "/v1/backtests", order, "once")).json();
    assertThat(Members.text(same, "id")).isEqualTo(Members.text(one, "id"));
    expect(422, ledger.post(OPERATOR, "/v1/backtests", order("STATEFUL", MAP), "once"));
    await(OPERATOR, one);
  }

  @Test
  void goesOnWhereItWasStopped() throws Exception {
    LedgerEngine log = ledger.service().context().getBean(LedgerEngine.class);
    Vault vault = ledger.service().context().getBean(Vault.class);
    for (Mode mode : Mode.values()) {
      var order =
          new Order(
              BULK,
              mode,
              new Candidate(Optional.of(InvariantMaps.compile(STRICTER)), 1),
              log.position());
      try (var threads = Executors.newFixedThreadPool(2)) {
        var whole = new BacktestRun(log, vault, order, threads);
        assertThat(whole.run()).isTrue();
        var stopped = new BacktestRun(log, vault, order, threads);
        // Before it has begun: the stop is meant for this run all the same.
        stopped.stop();
        assertThat(stopped.run()).isFalse();
        assertThat(stopped.progress().position()).isZero();
        var reader = new StoppingReader(log, 1);
        var halfway = new BacktestRun(reader, vault, order, threads);
        reader.stops(halfway);
        assertThat(halfway.run()).isFalse();
        assertThat(halfway.progress().position()).isEqualTo(BacktestRun.CHUNK_ENTRIES);
        assertThat(halfway.run()).isTrue();

        assertThat(whole.summary().flipped()).isPositive();
        assertThat(halfway.summary()).isEqualTo(whole.summary());
        assertThat(stopped.run()).isTrue();
        assertThat(stopped.summary()).isEqualTo(whole.summary());
      }
    }
  }

  /// Has a run stopped when a position is read for the first time.
  private static final class StoppingReader implements LedgerReader {
    private final LedgerReader log;
    private final long at;
    private final AtomicReference<@Nullable BacktestRun> run = new AtomicReference<>();

    StoppingReader(LedgerReader log, long at) {
      this.log = log;
      this.at = at;
    }

    void stops(BacktestRun stopped) {
      run.set(stopped);
    }

    @Override
    public long position() {
      return log.position();
    }

    @Override
    public List<RecordedEvent> read(long position, int count) {
      if (position == at) {
        BacktestRun stopped = run.getAndSet(null);
        if (stopped != null) {
          stopped.stop();
        }
      }
      return log.read(position, count);
    }

    @Override
    public Optional<ClaimTakenException> holder(Claim claim) {
      return log.holder(claim);
    }
  }

  /// The budget of the bulk contract lets 200 be released.
  @Test
  void countsWhatHappenedBeyondTheContract() {
    String counting =
        MAP.replace("version: 1", "version: 2")
                .replace(
                    "  params:",
                    "  counters: {released: {count: releases, per: agent, within: 24h}}\n  params:")
            + "    - {id: FEW, expression: counters.released < 100, onViolation: {effect: VETO}}\n";
    for (Mode mode : Mode.values()) {
      Fields result = result(await("bulk", start("bulk", order(mode.name(), counting))));
      assertThat(Members.number(result, "judged")).isEqualTo(BacktestRun.CHUNK_ENTRIES);
      assertThat(Members.number(result, "flipped")).isEqualTo(100);
    }
  }

  @Test
  void tellsWhatWouldHaveToChange() {
    Fields explained = expect(200, explanation(OPERATOR, "large")).json();
    Fields small = invariant(explained, "SMALL");

    assertThat(Members.text(small, "outcome")).isEqualTo("VIOLATED");
    assertThat(texts(small, "toPass"))
        .contains("either `variables.small` would have to be true")
        .contains("or `agent.level` is 3 and would have to be at least 9");
    Fields variable = Members.object(Members.objects(small, "variables").getFirst(), "expression");
    assertThat(Members.text(variable, "text"))
        .isEqualTo("command.parameters.amount <= params.most");
    assertThat(Members.objects(variable, "parts"))
        .extracting(part -> part.find("value").orElseThrow())
        .containsExactly(JsonValue.Num.of(30), JsonValue.Num.of(20));
    assertThat(Members.objects(small, "reads"))
        .anySatisfy(read -> {
          assertThat(Members.text(read, "name")).isEqualTo("agent.level");
          assertThat(read.find("value")).contains(JsonValue.Num.of(3));
        });
    Fields clause = expect(200, explanation(OPERATOR, "p-11")).json();
    assertThat(Members.text(Members.object(clause, "breach"), "clause"))
        .isEqualTo("stopping.costMicrosMax");
    expect(403, explanation(AGENT, "large"));
    expect(404, explanation(STRANGER, "large"));
  }

  @Test
  void explainsWithoutSayingWhatIsPersonal() {
    Answer answer = expect(200, explanation(OPERATOR, "secret"));

    assertThat(answer.text()).doesNotContain("evil-eve");
    Fields known = invariant(answer.json(), "KNOWN");
    assertThat(Members.text(known, "outcome")).isEqualTo("VIOLATED");
    assertThat(Members.object(known, "expression").find("withheld")).contains(JsonValue.Bool.TRUE);
    assertThat(texts(known, "toPass")).contains("depends on personal data");
  }

  private static String source(String map) {
    return Json.text(Fields.with("source", new Text(map)).build());
  }

  private static String order(String mode, String map) {
    return Json.text(Fields.with("source", new Text(map)).put("mode", mode).build());
  }

  private static Fields start(String caller, String order) {
    return expect(202, ledger.post(caller, "/v1/backtests", order)).json();
  }

  private static Fields backtest(String order) {
    return await(OPERATOR, start(OPERATOR, order));
  }

  private static Fields await(String caller, Fields job) {
    String path = "/v1/backtests/" + Members.text(job, "id");
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      Fields now = expect(200, ledger.get(caller, path)).json();
      if (Members.text(now, "state").equals("DONE")) {
        return now;
      }
      assertThat(Members.text(now, "state")).isIn("WAITING", "RUNNING");
      assertThat(Instant.now()).isBefore(end);
    }
  }

  private static Fields result(Fields job) {
    return Members.object(job, "result");
  }

  private static Answer explanation(String caller, String dispatch) {
    return ledger.get(
        caller, "/v1/dispatches/" + dispatch + "/explanation?atLeast=" + ledger.position());
  }

  private static Fields invariant(Fields explained, String id) {
    return Members.objects(explained, "invariants").stream()
        .filter(each -> Members.text(each, "invariant").equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static String texts(Fields fields, String name) {
    return Json.text(fields.find(name).orElseThrow());
  }

  private static Answer dispatch(String id, int amount, int cost, String more) {
    String customer = more.isEmpty() ? "" : ", \"customer\": \"evil-eve\"";
    return ledger.post(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "%s", "contractId": "ctr", "action": "pay", "resources": ["shop/x"],
         "parameters": {"amount": %d%s}, "costMicros": %d, "justification": "asked for"%s}
        """
            .formatted(id, amount, customer, cost, more),
        id);
  }

  private static String verdict(Answer answer) {
    return Members.text(answer.json(), "verdict");
  }

  private static Answer expect(int status, Answer answer) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer;
  }
}
