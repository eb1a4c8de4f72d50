package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.LedgerCommand.Idempotency;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.AgentEvent.AgentStepJudged;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.PublicationJudged;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.service.RaceNode.Guards;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps that invariants refuse or let pass, from command to entry, against a real database.
final class PointsNodeTest {

  @TempDir private static Path root;
  private static DataDirectory data;
  private static EmbeddedDatabase database;
  private static RaceNode node;
  private static RaceNode other;

  @BeforeAll
  static void start() throws IOException {
    data = DataDirectory.open(root.resolve("data"));
    database = EmbeddedDatabase.start(data);
    var access = database.prepare();
    SigningKeys keys = SigningKeys.loadOrCreate(data.keys(), ServiceSettings.ORIGIN_DEFAULT);
    node = RaceNode.open(access, keys, root.resolve("node"), Guards.KEPT);
    other = RaceNode.open(access, keys, root.resolve("other"), Guards.KEPT);
  }

  @AfterAll
  static void stop() throws IOException {
    other.close();
    node.close();
    database.close();
    data.close();
  }

  private static String map(int version, String point, String expression, String effect) {
    return """
    apiVersion: governance/v1
    kind: InvariantMap
    metadata: {name: steps, version: %d, owner: tests}
    spec:
      environment: gov-cel/1
      invariants:
        - id: STEP
          matchConstraints: {points: [%s]}
          expression: "%s"
          onViolation: {effect: %s}
    """
        .formatted(version, point, expression, effect);
  }

  @Test
  void aContractThatIsRefusedIsOnRecordAndCanBeIssuedLater() {
    Context by = operator(new TenantId("contracts"));
    register(by);
    node.send(
        new PublishInvariantMap(by, map(1, "contract", "contract.requiredLevel > 1", "VETO")));
    var keyed =
        new Context(
            by.by(), Optional.of(new Idempotency("k1", Digest.of("one"))), Optional.empty());
    var issue = new IssueContract(keyed, new ContractId("c1"), SharedContract.terms(10));
    Recorded refused = node.send(issue);
    assertThat(events(refused)).singleElement().isInstanceOf(AgentStepJudged.class);
    assertThat(refused.refusal()).isPresent();

    Recorded again = other.send(issue);
    assertThat(again.repeated()).isTrue();
    assertThat(again.events()).isEqualTo(refused.events());

    node.send(
        new PublishInvariantMap(by, map(2, "contract", "contract.requiredLevel > 0", "VETO")));
    assertThat(
            events(
                node.send(new IssueContract(by, new ContractId("c1"), SharedContract.terms(10)))))
        .hasExactlyElementsOfTypes(ContractIssued.class, StepJudged.class);
  }

  @Test
  void anOutcomeEndsTheContractInOneAppend() {
    Context by = operator(new TenantId("outcomes"));
    register(by);
    node.send(
        new PublishInvariantMap(
            by,
            map(1, "outcome", "outcome.status != 'FAILED' || command.action != 'read'", "REVOKE")));
    var contract = new ContractId("c1");
    node.send(new IssueContract(by, contract, SharedContract.terms(10)));
    node.send(new RequestDispatch(by, contract, SharedContract.request("d1")));
    Recorded recorded =
        other.send(
            new RecordOutcome(
                by, contract, new DispatchId("d1"), Outcome.FAILED, "broke", Optional.empty()));
    assertThat(events(recorded))
        .hasExactlyElementsOfTypes(
            OutcomeRecorded.class, StepJudged.class, FailureSignalled.class, ContractRevoked.class);
    assertThat(node.read(recorded.events().getFirst().position(), 4)).isEqualTo(recorded.events());
  }

  @Test
  void aPromotionThatIsRefusedRaisesNoLevelOnAnyNode() {
    Context by = operator(new TenantId("promotions"));
    register(by);
    node.send(new PublishInvariantMap(by, map(1, "promotion", "promotion.to < 5", "VETO")));
    assertThat(events(node.send(new ChangeAgentLevel(by, SharedContract.AGENT, 5, "good"))))
        .singleElement()
        .isInstanceOf(AgentStepJudged.class);
    assertThat(events(other.send(new ChangeAgentLevel(by, SharedContract.AGENT, 4, "good"))))
        .hasSize(2);
  }

  @Test
  void aPublicationThatIsRefusedIsOnRecord() {
    Context by = operator(new TenantId("publications"));
    node.send(
        new PublishInvariantMap(by, map(1, "publish", "publication.name == 'steps'", "VETO")));
    String another = map(1, "phase", "true", "VETO").replace("name: steps", "name: another");
    assertThat(events(other.send(new PublishInvariantMap(by, another))))
        .singleElement()
        .isInstanceOf(PublicationJudged.class);
    assertThat(events(node.send(new PublishInvariantMap(by, map(2, "publish", "true", "VETO")))))
        .hasExactlyElementsOfTypes(PublicationJudged.class, InvariantMapPublished.class);
  }

  private static List<LedgerEvent> events(Recorded recorded) {
    return recorded.events().stream().map(RecordedEvent::event).toList();
  }

  private static void register(Context by) {
    node.send(
        new RegisterAgent(by, SharedContract.AGENT, "", 3, new PrincipalId("owner"), Set.of()));
  }

  private static Context operator(TenantId tenant) {
    return new Context(
        new Principal(
            new PrincipalId("operator"),
            Principal.Kind.HUMAN,
            tenant,
            Set.of(Role.OPERATOR, Role.POLICY_AUTHOR),
            Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
