package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.AGENT;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/// That readers see the same after the projections were folded anew.
class RebuildTest {

  private static final List<String> TABLES =
      List.of(
          "progress",
          "agents",
          "contracts",
          "contract_tallies",
          "dispatches",
          "violations",
          "trail",
          "signals",
          "summaries",
          "vetoes");

  @Test
  void givesWhatLiveProjectionsGaveAndGoesOnLive() throws Exception {
    try (RunningService ledger = RunningService.start()) {
      record(ledger, "c-1", 3);
      saveQuery(ledger);
      Rebuild rebuild = Rebuild.of(ledger.service());
      rebuild.await();
      List<String> live = rows(ledger);
      String read = ledger.get(OPERATOR, "/v1/dispatches").text();

      rebuild.empty();
      assertThat(rows(ledger)).isNotEqualTo(live);
      rebuild.fold(_ -> {});

      assertThat(rows(ledger)).isEqualTo(live);
      // What readers have saved is in no log: it could not be folded again.
      assertThat(ledger.get(OPERATOR, "/v1/audit/queries").text()).contains("of-writer-1");
      assertThat(ledger.get(OPERATOR, "/v1/dispatches").text()).isEqualTo(read).contains("c-1-2");
      assertThat(dispatch(ledger, "c-1", "c-1-late").status()).isEqualTo(201);
      assertThat(
              ledger.get(OPERATOR, "/v1/dispatches/c-1-late?atLeast=" + ledger.position()).status())
          .isEqualTo(200);
    }
  }

  private static void record(RunningService ledger, String contract, int dispatches) {
    ledger.post(OPERATOR, "/v1/agents", "{\"agentId\": \"writer-1\", \"level\": 3}");
    ledger.post(
        OPERATOR,
        "/v1/contracts",
        """
        {"contractId": "%s", "agentId": "writer-1", "task": "Serve", "scope": ["desk/**"],
         "actions": ["read"], "stopping": {"expiresAt": "2999-01-01T00:00:00Z"}}
        """
            .formatted(contract));
    for (int i = 0; i < dispatches; i++) {
      assertThat(dispatch(ledger, contract, contract + '-' + i).status()).isEqualTo(201);
    }
  }

  private static RunningService.Answer dispatch(RunningService ledger, String contract, String id) {
    return ledger.post(
        AGENT,
        "/v1/dispatches",
        """
        {"dispatchId": "%s", "contractId": "%s", "action": "read", "resources": ["desk/a"],
         "parameters": {}, "justification": "needed"}
        """
            .formatted(id, contract));
  }

  private static void saveQuery(RunningService ledger) {
    HttpRequest.Builder request =
        ledger
            .request(OPERATOR, "/v1/audit/queries/of-writer-1")
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString("{\"parameters\": {\"agent\": \"writer-1\"}}"));
    assertThat(ledger.send(request).status()).isEqualTo(200);
  }

  private static List<String> rows(RunningService ledger) {
    JdbcTemplate jdbc = ledger.service().context().getBean(JdbcTemplate.class);
    return TABLES.stream()
        .flatMap(table ->
            Stream.concat(
                Stream.of(table),
                jdbc
                    .queryForList(
                        "SELECT row_to_json(r)::text FROM projection." + table + " AS r ORDER BY 1",
                        String.class)
                    .stream()))
        .toList();
  }
}
