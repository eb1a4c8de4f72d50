package dev.phaseledger.query.reading;

import static dev.phaseledger.query.testing.Principals.ACME;
import static dev.phaseledger.query.testing.Principals.OTHER;
import static dev.phaseledger.query.testing.Principals.agent;
import static dev.phaseledger.query.testing.Principals.auditor;
import static dev.phaseledger.query.testing.Principals.human;
import static dev.phaseledger.query.testing.Samples.AGENT;
import static dev.phaseledger.query.testing.Samples.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.query.testing.QuerySide;
import dev.phaseledger.query.testing.Samples;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  private static final ContractId FOREIGN = new ContractId("contract-2");
  private static final AgentId STRANGER = new AgentId("agent-8");

  private final QuerySide side = QuerySide.empty();

  @BeforeEach
  void record() {
    side.ledger().record(ACME, "operator-1", Samples.registered(AGENT));
    side.ledger().record(ACME, "operator-1", Samples.registered(STRANGER));
    side.ledger().record(ACME, "operator-1", Samples.issued(CONTRACT, AGENT));
    side.ledger().record(ACME, "operator-1", Samples.issued(FOREIGN, STRANGER));
    side.ledger().record(ACME, "agent-7", Samples.decided(CONTRACT, "d-1", Verdict.VETOED));
    side.ledger()
        .record(
            ACME,
            "agent-8",
            Samples.decided(
                FOREIGN, STRANGER, "d-2", Samples.judgement(Verdict.APPROVAL_REQUIRED)));
    side.ledger().record(ACME, "author-1", Samples.published("repo-writes", 1));
    side.fold();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/agents",
        "/v1/agents/agent-7",
        "/v1/contracts",
        "/v1/contracts/contract-1",
        "/v1/dispatches",
        "/v1/dispatches/d-1",
        "/v1/dispatches/d-1/trail",
        "/v1/approvals",
        "/v1/signals",
        "/v1/invariant-maps",
        "/v1/ledger/summary",
        "/v1/governance-health",
        "/v1/holds",
        "/v1/ledger/entries",
        "/v1/ledger/pack",
        "/v1/ledger/checkpoint",
        "/v1/ledger/proofs/inclusion?index=0",
        "/v1/ledger/proofs/consistency?from=1",
        "/v1/ledger/key",
        "/v1/ledger/tile/0/000.p/1"
      })
  void opensEverythingToEachReadingRoleAndNothingToNoRole(String uri) throws Exception {
    for (Role role :
        List.of(
            Role.AUDITOR, Role.OPERATOR, Role.APPROVER, Role.POLICY_AUTHOR, Role.PRIVACY_OFFICER)) {
      side.get(human(ACME, role), uri).andExpect(status().isOk());
    }
    side.get(human(ACME), uri).andExpect(status().isForbidden());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/agents",
        "/v1/agents/agent-8",
        "/v1/contracts?agent=agent-8",
        "/v1/dispatches",
        "/v1/dispatches?contract=contract-2",
        "/v1/dispatches?contract=contract-9",
        "/v1/approvals",
        "/v1/signals",
        "/v1/invariant-maps",
        "/v1/ledger/summary",
        "/v1/governance-health",
        "/v1/ledger/entries",
        "/v1/ledger/pack",
        "/v1/ledger/tile/0/000.p/1"
      })
  void closesToAnAgentWhatIsNotItsOwn(String uri) throws Exception {
    side.get(agent(ACME, "agent-7"), uri).andExpect(status().isForbidden());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/contracts/contract-2", "/v1/dispatches/d-2", "/v1/dispatches/d-2/trail"})
  void hidesFromAnAgentThatOthersWorkExists(String uri) throws Exception {
    side.get(agent(ACME, "agent-7"), uri).andExpect(status().isNotFound());
  }

  @Test
  void opensToAnAgentWhatIsItsOwn() throws Exception {
    Principal agent = agent(ACME, "agent-7");

    side.get(agent, "/v1/agents/agent-7").andExpect(jsonPath("$.agentId").value("agent-7"));
    side.get(agent, "/v1/contracts")
        .andExpect(jsonPath("$.items.length()").value(1))
        .andExpect(jsonPath("$.items[0].contractId").value("contract-1"));
    side.get(agent, "/v1/contracts/contract-1").andExpect(status().isOk());
    side.get(agent, "/v1/dispatches?contract=contract-1")
        .andExpect(jsonPath("$.items.length()").value(1));
    side.get(agent, "/v1/dispatches/d-1").andExpect(jsonPath("$.verdict").value("VETOED"));
    side.get(agent, "/v1/dispatches/d-1/trail").andExpect(jsonPath("$.steps.length()").value(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/ledger/checkpoint",
        "/v1/ledger/proofs/inclusion?index=4",
        "/v1/ledger/proofs/consistency?from=1",
        "/v1/ledger/key"
      })
  void letsAnAgentKeepReceipts(String uri) throws Exception {
    side.get(agent(ACME, "agent-7"), uri).andExpect(status().isOk());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/agents/agent-7",
        "/v1/contracts/contract-1",
        "/v1/dispatches/d-1",
        "/v1/dispatches/d-1/trail",
        "/v1/ledger/checkpoint"
      })
  void hidesOneTenantFromAnother(String uri) throws Exception {
    side.get(auditor(OTHER), uri).andExpect(status().isNotFound());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/agents",
        "/v1/contracts",
        "/v1/contracts?agent=agent-7",
        "/v1/dispatches",
        "/v1/dispatches?contract=contract-1",
        "/v1/dispatches?verdict=VETOED",
        "/v1/dispatches?invariant=repo-writes/no-force-push",
        "/v1/dispatches?pending=true",
        "/v1/approvals",
        "/v1/signals",
        "/v1/invariant-maps",
        "/v1/ledger/entries"
      })
  void listsNothingOfOneTenantToAnother(String uri) throws Exception {
    side.get(auditor(OTHER), uri)
        .andExpect(status().isOk())
        .andExpect(jsonPath("$.items.length()").value(0));
  }

  @Test
  void keepsEqualNamesOfTwoTenantsApart() throws Exception {
    side.ledger().record(OTHER, "operator-2", Samples.registered(AGENT));
    side.ledger().record(OTHER, "operator-2", Samples.issued(CONTRACT, AGENT));
    side.ledger().record(OTHER, "agent-7", Samples.decided(CONTRACT, "d-1", Verdict.AUTHORIZED));
    side.fold();

    side.get(auditor(ACME), "/v1/dispatches/d-1").andExpect(jsonPath("$.verdict").value("VETOED"));
    side.get(auditor(OTHER), "/v1/dispatches/d-1")
        .andExpect(jsonPath("$.verdict").value("AUTHORIZED"));
    side.get(auditor(OTHER), "/v1/ledger/summary")
        .andExpect(jsonPath("$.dispatches").value(1))
        .andExpect(jsonPath("$.verdicts.AUTHORIZED").value(1))
        .andExpect(jsonPath("$.verdicts.VETOED").value(0))
        .andExpect(jsonPath("$.entries").value(3));
    side.get(auditor(ACME), "/v1/ledger/summary")
        .andExpect(jsonPath("$.verdicts.VETOED").value(1))
        .andExpect(jsonPath("$.vetoes['repo-writes/no-force-push']").value(1));
  }

  @ParameterizedTest
  @EnumSource(Verdict.class)
  void acceptsEveryVerdictAsAFilter(Verdict verdict) throws Exception {
    side.get(auditor(ACME), "/v1/dispatches?verdict=" + verdict).andExpect(status().isOk());
  }

  @Test
  void tagsAViewWithThePositionItReflects() throws Exception {
    side.get(auditor(ACME), "/v1/dispatches/d-1").andExpect(header().string("ETag", "\"5\""));
    side.get(auditor(ACME), "/v1/agents/agent-7").andExpect(header().string("ETag", "\"5\""));
  }

  @Test
  void sendsDecimalsWithoutLosingADigit() throws Exception {
    String body =
        side.get(auditor(ACME), "/v1/dispatches/d-1")
            .andReturn()
            .getResponse()
            .getContentAsString();

    assertThat(body).contains("\"amount\":10.000000000000000000000000001", "\"lines\":1000");
  }

  @Test
  void answersAWriterWhoNamesItsPosition() throws Exception {
    side.get(auditor(ACME), "/v1/agents/agent-7?atLeast=7").andExpect(status().isOk());
  }

  @Test
  void answers503AndWhenToRetryIfTheViewsLagBehind() throws Exception {
    side.get(auditor(ACME), "/v1/agents/agent-7?atLeast=8")
        .andExpect(status().isServiceUnavailable())
        .andExpect(header().string("Retry-After", "1"));
  }
}
