package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.RaceNode.Guards;
import dev.phaseledger.command.contract.ContractSnapshot;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/// What nodes remember of a contract never decides: snapshots and memory only spare the reading.
final class RememberedContractTest {

  /// Enough for a snapshot with events behind it: two events each.
  private static final int DISPATCHES = 130;

  @TempDir private static Path root;
  private static DataDirectory data;
  private static EmbeddedDatabase database;
  private static ServiceAccess access;
  private static SigningKeys keys;

  private final List<RaceNode> nodes = new ArrayList<>();
  private TenantId tenant = new TenantId("unset");
  private Context by = SharedContract.context(tenant);
  private ContractId contract = new ContractId("unset");
  private RaceNode first;

  RememberedContractTest(TestInfo test) {
    String name = Integer.toHexString(test.getDisplayName().hashCode());
    tenant = new TenantId("t" + name);
    by = SharedContract.context(tenant);
    contract = new ContractId("contract-" + name);
    first = open();
  }

  @BeforeAll
  static void startDatabase() throws IOException {
    data = DataDirectory.open(root.resolve("data"));
    database = EmbeddedDatabase.start(data);
    access = database.prepare();
    keys = SigningKeys.loadOrCreate(data.keys(), ServiceSettings.ORIGIN_DEFAULT);
  }

  @AfterAll
  static void stopDatabase() throws IOException {
    database.close();
    data.close();
  }

  @BeforeEach
  void issue() {
    first.send(new RegisterAgent(by, SharedContract.AGENT, "", 3, by.by().id(), Set.of()));
    first.send(new IssueContract(by, contract, SharedContract.terms(DISPATCHES)));
  }

  @AfterEach
  void closeNodes() {
    nodes.forEach(RaceNode::close);
  }

  @Test
  void aFreshNodeDecidesFromTheSnapshotWhatTheOldOneWouldHaveDecided() throws SQLException {
    useUp();
    first.close();
    nodes.remove(first);

    String state = snapshot();
    assertThat(state).contains("\"released\":1");
    assertThat(decide(open(), "one-more").breach())
        .map(Judgement.Breach::detail)
        .hasValue("130 actions were released or passed on; at most 130");
  }

  /// With a hundred thousand more actions to go, if anybody believed it.
  @Test
  void aForgedSnapshotReleasesNothing() throws SQLException {
    useUp();
    first.close();
    nodes.remove(first);
    String state = snapshot();
    forge(state.replaceAll("\"released\":\\d+", "\"released\":0"));

    assertThat(decide(open(), "one-more").verdict()).isEqualTo(Verdict.VETOED);
  }

  @Test
  void aNodeThatIsBehindLosesOneAttemptAndDecidesOnWhatIsRecorded() {
    RaceNode second = open();
    decide(second, "known-here");
    for (int i = 0; i < 20; i++) {
      decide(first, "elsewhere-" + i);
    }
    long before = second.stats().conflicts();

    second.send(outcome("elsewhere-19"));
    decide(second, "again");

    assertThat(second.stats().conflicts() - before).isLessThanOrEqualTo(1);
    assertThat(decide(second, "and-again").verdict()).isEqualTo(Verdict.AUTHORIZED);
  }

  @Test
  void aRefusalThatRestsOnThePastIsDecidedAgain() {
    RaceNode second = open();
    decide(second, "known-here");
    decide(first, "elsewhere");

    // What the second node remembers knows nothing of this dispatch.
    assertThat(second.send(outcome("elsewhere")).events())
        .singleElement()
        .satisfies(recorded -> assertThat(recorded.event()).isInstanceOf(OutcomeRecorded.class));
  }

  private void useUp() {
    for (int i = 0; i < DISPATCHES; i++) {
      assertThat(decide(first, "d" + i).verdict()).isEqualTo(Verdict.AUTHORIZED);
      first.send(outcome("d" + i));
    }
  }

  private RaceNode open() {
    RaceNode node =
        RaceNode.open(access, keys, root.resolve(tenant.value() + nodes.size()), Guards.KEPT);
    nodes.add(node);
    return node;
  }

  private Judgement decide(RaceNode node, String id) {
    return node.send(new RequestDispatch(by, contract, SharedContract.request(id)))
        .first(DispatchDecided.class)
        .orElseThrow()
        .judgement();
  }

  private RecordOutcome outcome(String id) {
    return new RecordOutcome(
        by, contract, new DispatchId(id), Outcome.SUCCEEDED, "", Optional.empty());
  }

  private String snapshot() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT state, form FROM ledger.snapshot WHERE tenant = ?")) {
      statement.setString(1, tenant.value());
      try (ResultSet row = statement.executeQuery()) {
        assertThat(row.next()).as("a snapshot was kept").isTrue();
        assertThat(row.getString(2)).isEqualTo(ContractSnapshot.FORM);
        return new String(row.getBytes(1), StandardCharsets.UTF_8);
      }
    }
  }

  private void forge(String state) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement("UPDATE ledger.snapshot SET state = ? WHERE tenant = ?")) {
      statement.setBytes(1, state.getBytes(StandardCharsets.UTF_8));
      statement.setString(2, tenant.value());
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }
  }

  private static Connection connect() throws SQLException {
    var owner = database.owner();
    return DriverManager.getConnection(owner.jdbcUrl(), owner.user(), owner.password());
  }
}
