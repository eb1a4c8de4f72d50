package dev.phaseledger.query.audit;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.OTHER;
import static dev.phaseledger.query.testing.Principals.agent;
import static dev.phaseledger.query.testing.Principals.auditor;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.query.testing.Ledger;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditEndpointTest {

  private static final String HOSTILE = "'; DROP TABLE projection.entries; -- %_\\ \"x\" <b>";
  private static final ContractId SECOND = new ContractId("contract-2");
  private static final AgentId REVIEWER = new AgentId("agent-8");

  private final QuerySide side = QuerySide.empty();

  /// The positions are part of what is tested: they stand beside their entries.
  @BeforeEach
  void recordAHistory() {
    Ledger ledger = side.ledger();
    /* 1 */ ledger.record(OTHER, "operator-2", Samples.registered(AGENT));
    /* 2 */ ledger.record(ACME, "operator-1", Samples.registered(AGENT));
    /* 3 */ ledger.record(ACME, "operator-1", Samples.registered(REVIEWER));
    /* 4 */ ledger.record(ACME, "author-1", Samples.published("repo-writes", 1));
    /* 5 */ ledger.record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    /* 6 */ ledger.record(ACME, "operator-1", Samples.issued(SECOND, REVIEWER));
    /* 7 */ ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED));
    /* 8 */ ledger.record(ACME, "agent-7", Samples.ended(CONTRACT, "d-1", Outcome.SUCCEEDED));
    /* 9 */ ledger.record(ACME, "agent-7", asked("d-2", Verdict.APPROVAL_REQUIRED));
    /* 10 */ ledger.record(ACME, "reviewer-1", Samples.answered(CONTRACT, "d-2", true));
    /* 11 */ ledger.record(ACME, "author-1", Samples.published("repo-writes", 2));
    /* 12 */ ledger.record(ACME, "agent-7", Samples.decided(CONTRACT, "d-3", Verdict.VETOED));
    /* 13 */ ledger.record(ACME, "ci", Samples.evidence(CONTRACT, Optional.of("d-2")));
    /* 14 */ ledger.record(ACME, "agent-7", phase());
    /* 15 */ ledger.record(
        ACME, "agent-7", Samples.decided(CONTRACT, AGENT, "d-4", Samples.breach("scope")));
    /* 16 */ ledger.record(ACME, "agent-7", Samples.revoked(CONTRACT, RevocationCause.BREACH));
    /* 17 */ ledger.record(ACME, "operator-1", new AgentRevoked(AGENT, HOSTILE));
    side.fold();
  }

  /// A request in a run, for a human, with words and a resource of its own.
  private static DispatchDecided asked(String dispatch, Verdict verdict) {
    DispatchRequest request =
        new DispatchRequest(
            new DispatchId(dispatch),
            "db.migrate",
            List.of("repo/sql/100%_done.sql"),
            Fields.EMPTY,
            "the nightly migration is overdue",
            Map.of("run", "night-42"),
            Set.of(),
            0,
            false,
            Optional.of("submit"),
            Optional.empty());
    return new DispatchDecided(
        CONTRACT,
        AGENT,
        request,
        Forms.digest(request),
        Samples.judgement(verdict),
        Optional.of(new PrincipalId("team-lead")));
  }

  private static PhaseDecided phase() {
    return new PhaseDecided(
        CONTRACT,
        AGENT,
        "verify",
        true,
        "tests are green",
        "granted",
        List.of(Digest.of("report")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "agent=agent-8 | 6,3",
        "agent=agent-7&type=approval.recorded | 10",
        "principal=reviewer-1 | 10",
        "onBehalfOf=team-lead | 9",
        "contract=contract-2 | 6",
        "dispatch=d-2 | 16,13,10,9",
        "type=agent.revoked | 17",
        "type=outcome.recorded | 8",
        "action=db.migrate | 9",
        "resource=repo/sql/ | 9",
        "resource=repo/sql/100%25_ | 9",
        "resource=repo/%25 | ``",
        "resource=repo/s_l | ``",
        "resource=repo/main.c&verdict=VETOED | 15,12",
        "verdict=VETOED | 15,12",
        "verdict=authorized | 7",
        "invariant=repo-writes/four-eyes | 9",
        "invariant=contract/scope | 15",
        "invariant=repo-writes/small-changes | ``",
        "policy=repo-writes@1 | 9,7,4",
        "policy=repo-writes@2 | 15,12,11",
        "phase=verify | 14",
        "phase=submit | 9",
        "run=night-42 | 16,13,10,9",
        "text=nightly%20migration | 9",
        "text=%22migration%20nightly%22 | ``",
        "text=overdue%20or%20green | 14,9",
        "fromPosition=9&toPosition=10 | 10,9",
        "from=2026-11-20T09:00:15Z&to=2026-11-20T09:00:16.2Z | 17,16",
        "contract=contract-1&action=repo.write&order=oldest | 7,12,15",
        "agent=agent-7&contract=contract-2 | ``"
      })
  void findsWhatEachFilterNames(String filter, String positions) throws Exception {
    assertThat(positions(filter)).isEqualTo(numbers(positions));
  }

  @Test
  void findsEvidenceWhereverItIsNamed() throws Exception {
    assertThat(positions("evidence=" + escape(Digest.of("report").value())))
        .isEqualTo(List.of(14L, 13L));
  }

  @Test
  void findsWhatAPolicyJudgedByItsDigest() throws Exception {
    assertThat(positions("policy=" + escape(Samples.POLICY.value()) + "&verdict=VETOED"))
        .isEqualTo(List.of(15L, 12L));
    assertThat(positions("policy=" + escape(Digest.of("other").value()))).isEmpty();
  }

  @Test
  void showsTheEntryAsRecordedWithWhatProvesIt() throws Exception {
    byte[] entry = side.log().entries(ACME.value(), 7, 1).getFirst();

    side.get(auditor(ACME), "/v1/audit/entries?action=db.migrate")
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items[0].position").value(9))
        .andExpect(jsonPath("$.items[0].index").value(7))
        .andExpect(jsonPath("$.items[0].type").value("dispatch.decided"))
        .andExpect(jsonPath("$.items[0].entry").value(new String(entry, StandardCharsets.UTF_8)))
        .andExpect(
            jsonPath("$.items[0].leafHash")
                .value(HexFormat.of().formatHex(TreeHashing.leaf(entry).toBytes())))
        .andExpect(jsonPath("$.items[0].receipt").value("/v1/ledger/proofs/inclusion?index=7"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"newest", "oldest"})
  void pagesLoseAndDoubleNothingWhileEntriesAreAdded(String order) throws Exception {
    List<Long> expected = new ArrayList<>(positions("agent=agent-7&order=" + order));
    List<Long> paged = new ArrayList<>();
    String next = "";
    int added = 0;
    do {
      Fields page =
          body("agent=agent-7&size=2&order=" + order + (next.isEmpty() ? "" : "&after=" + next));
      paged.addAll(positions(page));
      next = next(page);
      if (added < 3) {
        added++;
        expected.addLast(side.ledger().events().size() + 1L);
        side.ledger()
            .record(ACME, "agent-7", Samples.decided(CONTRACT, "later-" + added, Verdict.VETOED));
        side.fold();
      }
    } while (!next.isEmpty());

    // Newest first, what is added stands in front of what was read; oldest first, behind it.
    assertThat(paged)
        .isEqualTo(
            order.equals("oldest") ? expected : expected.subList(0, expected.size() - added));
  }

  @Test
  void showsEachTenantItsOwnEntriesOnly() throws Exception {
    side.get(auditor(OTHER), "/v1/audit/entries")
        .andExpect(jsonPath("$.items.length()").value(1))
        .andExpect(jsonPath("$.items[0].position").value(1));
    for (String filter :
        List.of("text=nightly", "run=night-42", "resource=repo/", "contract=contract-1")) {
      side.get(auditor(OTHER), "/v1/audit/entries?" + filter)
          .andExpect(status().isOk())
          .andExpect(jsonPath("$.items.length()").value(0));
    }
    side.get(auditor(OTHER), "/v1/audit/counts").andExpect(jsonPath("$.total").value(1));
    side.get(agent(ACME, "agent-7"), "/v1/audit/entries").andExpect(status().isForbidden());
    side.get(agent(ACME, "agent-7"), "/v1/audit/counts").andExpect(status().isForbidden());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text", "action", "resource", "phase", "run", "invariant", "principal", "agent"})
  void takesNoTextOfACallerForMoreThanAValue(String parameter) throws Exception {
    String value = parameter.equals("invariant") ? "x/" + HOSTILE : HOSTILE;
    int answer =
        side.get(auditor(ACME), "/v1/audit/entries?" + parameter + "=" + escape(value))
            .andReturn()
            .getResponse()
            .getStatus();

    // Identifiers have a shape of their own, which this text has not.
    assertThat(answer)
        .isEqualTo(parameter.equals("principal") || parameter.equals("agent") ? 400 : 200);
    assertThat(positions("text=drop%20table")).isEqualTo(List.of(17L));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "agnet=agent-7 | agnet: is no parameter here",
        "agent=a&agent=b | agent: must be given once",
        "agent= | agent: must not be empty",
        "from=yesterday | from: must be a time",
        "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z | to: must be later than 'from'",
        "verdict=MAYBE | verdict: must be one of",
        "type=dispatch.decided.v4 | type: must be a recorded type without its version",
        "policy=repo-writes@7 | policy: no version 7",
        "policy=repo-writes | policy: must be a digest",
        "evidence=sha256:00 | evidence: must be 'sha256:'",
        "invariant=four-eyes | invariant: must be map/invariant",
        "fromPosition=-1 | fromPosition: must be a whole number",
        "text=%00 | text: must not hold control characters",
        "text=---- | text: holds no word",
        "order=up | order: must be one of",
        "size=501 | size: must be from 1 to 500",
        "after=bogus | after: must be the 'next'",
        "bucket=PT1H | bucket: is no parameter here"
      })
  void refusesWhatItDoesNotUnderstandByName(String parameters, String problem) throws Exception {
    String answer =
        side.get(auditor(ACME), "/v1/audit/entries?" + parameters)
            .andExpect(status().isBadRequest())
            .andReturn()
            .getResponse()
            .getContentAsString();

    assertThat(answer).contains(problem.strip());
  }

  @Test
  void refusesACursorOfTheOtherDirection() throws Exception {
    String next = next(body("size=2&order=oldest"));

    side.get(auditor(ACME), "/v1/audit/entries?size=2&order=newest&after=" + next)
        .andExpect(status().isBadRequest());
  }

  @Test
  void countsOverTimeAndByWhatEntriesAgreeIn() throws Exception {
    side.get(auditor(ACME), "/v1/audit/counts?by=verdict&type=dispatch.decided")
        .andExpect(jsonPath("$.total").value(4))
        .andExpect(jsonPath("$.counts.length()").value(3))
        .andExpect(jsonPath("$.counts[2].value").value("VETOED"))
        .andExpect(jsonPath("$.counts[2].entries").value(2))
        .andExpect(jsonPath("$.counts[2].perHour").doesNotExist());
    // Every entry is a second later than the one before.
    side.get(auditor(ACME), "/v1/audit/counts?bucket=PT10S")
        .andExpect(jsonPath("$.total").value(16))
        .andExpect(jsonPath("$.counts.length()").value(2))
        .andExpect(jsonPath("$.counts[0].from").value("2026-11-20T09:00:00Z"))
        .andExpect(jsonPath("$.counts[0].entries").value(9))
        .andExpect(jsonPath("$.counts[0].perHour").value(3240.0))
        .andExpect(jsonPath("$.counts[1].entries").value(7));
    for (String wrong : List.of("bucket=PT0.1S", "bucket=hourly", "by=mood", "order=newest")) {
      side.get(auditor(ACME), "/v1/audit/counts?" + wrong).andExpect(status().isBadRequest());
    }
  }

  private Fields body(String parameters) throws Exception {
    return (Fields)
        Json.parse(
            side.get(auditor(ACME), "/v1/audit/entries?" + parameters)
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());
  }

  private List<Long> positions(String parameters) throws Exception {
    return positions(body(parameters));
  }

  private static List<Long> positions(Fields page) {
    Items items = (Items) page.find("items").orElseThrow();
    return items.values().stream()
        .map(item -> ((Num) ((Fields) item).find("position").orElseThrow()).value().longValue())
        .toList();
  }

  private static String next(Fields page) {
    return page.find("next").map(text -> ((Text) text).value()).orElse("");
  }

  private static List<Long> numbers(String positions) {
    return positions.isBlank()
        ? List.of()
        : List.of(positions.strip().split(",")).stream().map(Long::valueOf).toList();
  }

  private static String escape(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
