package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Fact;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// The commands of a measured ledger: one map in force, an agent per caller, contracts that use all
/// their clauses, and requests that all of it grants.
final class DecisionScript {

  /// Invariants of the map; all of them apply to every request.
  static final int INVARIANTS = 20;

  /// Dispatches that a contract may have open. Requests of the script are never closed, so this is
  /// how many a contract is good for.
  static final int OPEN_DISPATCHES_MAX = 100;

  private static final String MAP = "repository-writes.invariants.yaml";
  private static final String PHASE = "implement";
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String COMMIT = "c0ffee";
  private static final int LEVEL = 3;

  private final IdSource ids;
  private final Clock clock;
  private final TenantId tenant;

  DecisionScript(IdSource ids, Clock clock, TenantId tenant) {
    this.ids = ids;
    this.clock = clock;
    this.tenant = tenant;
  }

  /// The map, as an author would write it.
  static String map() {
    try (InputStream resource = DecisionScript.class.getResourceAsStream(MAP)) {
      if (resource == null) {
        throw new IllegalStateException("the program was packaged without " + MAP);
      }
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  PublishInvariantMap publishMap() {
    return new PublishInvariantMap(byOperator(), map());
  }

  RegisterAgent registerAgent(AgentId agent) {
    return new RegisterAgent(
        byOperator(),
        agent,
        "Changes code of the services on request",
        LEVEL,
        new PrincipalId("user:owner"),
        Set.of("coder", "tester"));
  }

  IssueContract issueContract(AgentId agent, ContractId contract) {
    return new IssueContract(byOperator(), contract, terms(agent));
  }

  /// What the phase of the requests and two invariants demand.
  RecordEvidence recordTests(ContractId contract) {
    Instant now = clock.instant();
    return new RecordEvidence(
        byOperator(),
        contract,
        Optional.empty(),
        new Evidence(
            "tests",
            Digest.of("report of the unit tests"),
            "ci",
            now,
            List.of(),
            Fields.with("passed", JsonValue.Bool.TRUE).put("commit", COMMIT).build()),
        List.of(
            new Fact(
                "pipeline",
                "",
                Fields.with("frozen", JsonValue.Bool.FALSE).put("failedBuilds", 0).build(),
                now)));
  }

  /// What an agent asks for.
  DispatchRequest request(SampleRequest sample) {
    return new DispatchRequest(
        new DispatchId(RequestDispatch.MADE_ID_PREFIX + ids.next()),
        SampleRequest.ACTION,
        sample.paths(),
        Fields.with("diffLines", JsonValue.Num.of(sample.diffLines()))
            .put("branch", sample.branch())
            .build(),
        sample.justification(),
        Map.of("branch", sample.branch(), "env", sample.environment()),
        Set.of("internal"),
        sample.costMicros(),
        false,
        Optional.of(PHASE),
        Optional.empty());
  }

  RequestDispatch requestDispatch(AgentId agent, ContractId contract, SampleRequest sample) {
    DispatchRequest request = request(sample);
    var once = new Idempotency("for-" + request.id(), Forms.digest(request));
    return new RequestDispatch(
        new Context(by(agent), Optional.of(once), Optional.of(TRACE)), contract, request, false);
  }

  RecordOutcome recordOutcome(AgentId agent, ContractId contract, DispatchId dispatch) {
    return new RecordOutcome(
        new Context(by(agent), Optional.empty(), Optional.of(TRACE)),
        contract,
        dispatch,
        Outcome.SUCCEEDED,
        "",
        Optional.empty());
  }

  private Principal by(AgentId agent) {
    return new Principal(
        new PrincipalId(agent.value()),
        Principal.Kind.AGENT,
        tenant,
        Set.of(Role.AGENT),
        Optional.of(new PrincipalId("user:owner")));
  }

  private Context byOperator() {
    var operator =
        new Principal(
            new PrincipalId("user:operator"),
            Principal.Kind.HUMAN,
            tenant,
            Set.of(Role.OPERATOR, Role.POLICY_AUTHOR),
            Optional.empty());
    return new Context(operator, Optional.empty(), Optional.empty());
  }

  private ContractTerms terms(AgentId agent) {
    Instant now = clock.instant();
    return new ContractTerms(
        1,
        agent,
        "Implement the tickets of this sprint in the services",
        List.of("services/**", "docs/**"),
        List.of("**/*.pem", "**/secrets/**", "**/.env"),
        Set.of(SampleRequest.ACTION, "RunTests"),
        Map.of(SampleRequest.ACTION, parameters()),
        Set.of("internal", "public"),
        LEVEL - 1,
        OPEN_DISPATCHES_MAX,
        new StoppingConditions(
            now.minus(Duration.ofMinutes(1)),
            now.plus(Duration.ofDays(30)),
            OptionalLong.of(1L << 40),
            OptionalInt.of(Integer.MAX_VALUE),
            OptionalLong.of(1L << 50),
            Optional.of(Duration.ofDays(30))),
        // The first phase is entered with the contract.
        List.of(new Phase(PHASE, Set.of()), new Phase("submit", Set.of("tests"))),
        BreachAction.REVOKE_CONTRACT,
        Fields.with("tier", new JsonValue.Text("standard"))
            .put(
                "run",
                Fields.with("state", new JsonValue.Text("RUNNING"))
                    .put("commit", COMMIT)
                    .put("frozen", false)
                    .put("openIncidents", 0)
                    .build())
            .build());
  }

  /// The JSON Schema that requests are checked against.
  private static Fields parameters() {
    return (Fields)
        Json.parse(
            """
            {
              "type": "object",
              "required": ["diffLines", "branch"],
              "additionalProperties": false,
              "properties": {
                "diffLines": {"type": "integer", "minimum": 0, "maximum": 100000},
                "branch": {"type": "string", "pattern": "^[a-z]+/[A-Za-z0-9._-]+$", "maxLength": 200}
              }
            }
            """);
  }
}
