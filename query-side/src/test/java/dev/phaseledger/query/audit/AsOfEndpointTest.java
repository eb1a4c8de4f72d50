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
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.AgentEvent.AgentLevelChanged;
import dev.phaseledger.api.event.AgentEvent.AgentReinstated;
import dev.phaseledger.api.event.AgentEvent.AgentRevoked;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.query.testing.Ledger;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AsOfEndpointTest {

  private static final ContractId SECOND = new ContractId("contract-2");

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void recordAHistory() {
    Ledger ledger = side.ledger();
    /* 1 */ ledger.record(OTHER, "operator-2", Samples.registered(AGENT));
    /* 2 */ ledger.record(ACME, "operator-1", Samples.registered(AGENT));
    /* 3 */ ledger.record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    /* 4 */ ledger.record(ACME, "agent-7", phase());
    /* 5 */ ledger.record(
        ACME, "agent-7", Samples.decided(CONTRACT, "d-1", Verdict.APPROVAL_REQUIRED));
    /* 6 */ ledger.record(ACME, "operator-1", new AgentLevelChanged(AGENT, 2, 0, "overclaimed"));
    /* 7 */ ledger.record(ACME, "operator-1", new AgentRevoked(AGENT, "again"));
    /* 8 */ ledger.record(ACME, "operator-1", new AgentReinstated(AGENT, 3, "retrained"));
    /* 9 */ ledger.record(ACME, "operator-1", new TenantHalted("fire drill"));
    /* 10 */ ledger.record(ACME, "operator-1", new TenantResumed("over"));
    /* 11 */ ledger.record(ACME, "reviewer-1", Samples.answered(CONTRACT, "d-1", true));
    /* 12 */ ledger.record(
        ACME, "reviewer-1", Samples.rejudged(CONTRACT, "d-1", Verdict.AUTHORIZED));
    /* 13 */ ledger.record(ACME, "agent-7", Samples.ended(CONTRACT, "d-1", Outcome.FAILED));
    /* 14 */ ledger.record(ACME, "operator-1", Samples.issued(SECOND, new AgentId("agent-8")));
    /* 15 */ ledger.record(ACME, "operator-1", Samples.revoked(CONTRACT, RevocationCause.OPERATOR));
    side.fold();
  }

  private static PhaseDecided phase() {
    return new PhaseDecided(
        CONTRACT, AGENT, "submit", true, "tests are green", "granted", List.of());
  }

  @ParameterizedTest(name = "as of {0}: {1}, level {2}, because of {5}")
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | ACTIVE | 2 | 0 | - | 2",
        "3 | ACTIVE | 2 | 1 | - | 2,3",
        "5 | ACTIVE | 2 | 1 | - | 2,3,4",
        "6 | ACTIVE | 0 | 1 | the agent is at level 0, and 1 is required | 2,3,4,6",
        "7 | REVOKED | 0 | 1 | the agent is REVOKED | 3,4,6,7",
        "8 | ACTIVE | 3 | 1 | - | 3,4,8",
        "9 | ACTIVE | 3 | 1 | the tenant is halted | 3,4,8,9",
        "14 | ACTIVE | 3 | 1 | - | 3,4,8,10",
        "15 | ACTIVE | 3 | 0 | - | 8,10",
        "2026-11-20T09:00:06.5Z | REVOKED | 0 | 1 | the agent is REVOKED | 3,4,6,7"
      })
  void saysWhatAnAgentCouldDoAndWhichEntriesSaySo(
      String asOf, String standing, int level, int contracts, String blocked, String because)
      throws Exception {
    Fields view = body("/v1/agents/agent-7/authority?asOf=" + asOf.strip());

    assertThat(view.find("status").map(Json::text)).contains('"' + standing.strip() + '"');
    assertThat(view.find("level").map(Json::text)).contains(Integer.toString(level));
    assertThat(items(view, "contracts")).hasSize(contracts);
    for (Fields contract : items(view, "contracts")) {
      assertThat(contract.find("usable").map(Json::text))
          .contains(Boolean.toString(blocked.strip().equals("-")));
      assertThat(contract.find("blocked").map(Json::text).orElse("\"-\""))
          .isEqualTo('"' + blocked.strip() + '"');
    }
    assertThat(positions(view)).isEqualTo(because.strip());
  }

  @Test
  void agreesWithTheViewOfNow() throws Exception {
    Fields now = body("/v1/agents/agent-7");
    Fields then = body("/v1/agents/agent-7/authority?asOf=15");

    for (String member : List.of("status", "level", "epoch")) {
      assertThat(then.find(member)).isEqualTo(now.find(member));
    }
  }

  @Test
  void showsWhatAContractGranted() throws Exception {
    side.get(auditor(ACME), "/v1/agents/agent-7/authority?asOf=5")
        .andExpect(jsonPath("$.contracts[0].contractId").value("contract-1"))
        .andExpect(jsonPath("$.contracts[0].actions[0]").value("repo.read"))
        .andExpect(jsonPath("$.contracts[0].scope[0]").value("repo/**"))
        .andExpect(jsonPath("$.contracts[0].excluded[0]").value("repo/secrets/**"))
        .andExpect(jsonPath("$.contracts[0].phase").value("submit"));
  }

  @ParameterizedTest(name = "as of {0}: {1} in phase {2}")
  @CsvSource({"3, ACTIVE, plan, 3", "4, ACTIVE, submit, 3;4", "15, REVOKED, submit, 3;4;15"})
  void showsAContractAsItWas(String asOf, String standing, String phase, String because)
      throws Exception {
    Fields view = body("/v1/contracts/contract-1/state?asOf=" + asOf);

    assertThat(view.find("status").map(Json::text)).contains('"' + standing + '"');
    assertThat(view.find("phase").map(Json::text)).contains('"' + phase + '"');
    assertThat(positions(view)).isEqualTo(because.replace(';', ','));
  }

  @ParameterizedTest(name = "as of {0}: {1}")
  @CsvSource({
    "5, PENDING, APPROVAL_REQUIRED, 5",
    "11, PENDING, APPROVAL_REQUIRED, 5;11",
    "12, RELEASED, AUTHORIZED, 5;11;12",
    "13, FAILED, AUTHORIZED, 5;11;12;13"
  })
  void showsADispatchAsItWas(String asOf, String state, String verdict, String because)
      throws Exception {
    Fields view = body("/v1/dispatches/d-1/state?asOf=" + asOf);

    assertThat(view.find("state").map(Json::text)).contains('"' + state + '"');
    assertThat(view.find("verdict").map(Json::text)).contains('"' + verdict + '"');
    assertThat(positions(view)).isEqualTo(because.replace(';', ','));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/agents/agent-7/authority?asOf=1",
        "/v1/agents/agent-7/authority?asOf=2020-01-01T00:00:00Z",
        "/v1/contracts/contract-1/state?asOf=2",
        "/v1/dispatches/d-1/state?asOf=4",
        "/v1/agents/nobody/authority"
      })
  void knowsNothingOfWhatWasNotYet(String uri) throws Exception {
    side.get(auditor(ACME), uri).andExpect(status().isNotFound());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "16", "-1", "yesterday", "99999999999999999999"})
  void refusesMomentsThatTheLedgerHasNot(String asOf) throws Exception {
    side.get(auditor(ACME), "/v1/agents/agent-7/authority?asOf=" + asOf)
        .andExpect(status().isBadRequest());
  }

  @Test
  void showsReadersNothingOfOthers() throws Exception {
    side.get(auditor(OTHER), "/v1/contracts/contract-1/state").andExpect(status().isNotFound());
    side.get(auditor(OTHER), "/v1/dispatches/d-1/state").andExpect(status().isNotFound());
    side.get(auditor(OTHER), "/v1/agents/agent-7/authority?asOf=15")
        .andExpect(jsonPath("$.contracts.length()").value(0))
        .andExpect(jsonPath("$.because[0].position").value(1));
    side.get(agent(ACME, "agent-7"), "/v1/agents/agent-7/authority").andExpect(status().isOk());
    side.get(agent(ACME, "agent-7"), "/v1/contracts/contract-1/state").andExpect(status().isOk());
    side.get(agent(ACME, "agent-7"), "/v1/contracts/contract-2/state")
        .andExpect(status().isNotFound());
    side.get(agent(ACME, "agent-8"), "/v1/agents/agent-7/authority")
        .andExpect(status().isForbidden());
    side.get(agent(ACME, "agent-8"), "/v1/dispatches/d-1/state").andExpect(status().isNotFound());
  }

  private Fields body(String uri) throws Exception {
    return (Fields)
        Json.parse(
            side.get(auditor(ACME), uri)
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString());
  }

  private static List<Fields> items(Fields view, String name) {
    Items items = (Items) view.find(name).orElseThrow();
    return items.values().stream().map(item -> (Fields) item).toList();
  }

  private static String positions(Fields view) {
    return String.join(
        ",",
        items(view, "because").stream()
            .map(entry -> ((Num) entry.find("position").orElseThrow()).value().toPlainString())
            .toList());
  }
}
