package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.BasisCheck.Kind;
import dev.phaseledger.app.service.RaceNode.Guards;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The promise of the ledger: once a revocation is acknowledged at a position, no decision judged
/// on the state before it is recorded behind that position, on whichever node it was made.
final class RevocationRaceTest {

  /// Rounds of the build. Set the property `race.rounds` for a long run.
  private static final int ROUNDS = 40;

  /// Rounds within which missing guards must show.
  private static final int ROUNDS_WITHOUT_GUARDS_MAX = 600;

  private static final int NODES = 2;
  private static final Logger LOG = LoggerFactory.getLogger(RevocationRaceTest.class);

  @TempDir private static Path root;
  private static DataDirectory data;
  private static EmbeddedDatabase database;
  private static ServiceAccess access;
  private static SigningKeys keys;

  private final List<RaceNode> nodes = new ArrayList<>();

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

  @AfterEach
  void closeNodes() {
    nodes.forEach(RaceNode::close);
  }

  @Test
  void recordsNoDecisionOnOlderStateBehindAnAcknowledgedRevocation() throws InterruptedException {
    int rounds = Integer.getInteger("race.rounds", ROUNDS);
    var tenant = new TenantId("fenced");
    List<RaceNode> racing = open(Guards.KEPT);
    var live = check(tenant);
    var race = new Race(racing, tenant);
    try (race) {
      for (int round = 0; round < rounds; round++) {
        race.round(round);
        assertThat(live.readOn(racing.get(round % NODES)).mismatches())
            .as("round %d", round)
            .isEmpty();
      }
    }

    // A node that took no part knows nothing but what the database holds.
    RaceNode witness = open("fenced-witness", Guards.KEPT);
    BasisCheck whole = check(tenant).readOn(witness);
    report("kept", rounds, race, whole);
    assertThat(whole.mismatches()).isEmpty();
    assertThat(whole.decisions()).isEqualTo(race.decisions());
    assertThat(whole.released()).isPositive().isLessThan(whole.decisions());
    assertThat(race.overtaken()).as("decisions that a change overtook").isPositive();
    for (RecordedEvent change : race.changes()) {
      assertThat(witness.read(change.position(), 1)).containsExactly(change);
    }
  }

  /// The same race, judged by the same check, must fail where nothing fences the appends; otherwise
  /// the test above would prove nothing. Contracts stay fenced by the sequence of their own stream.
  @Test
  void findsDecisionsOnOlderStateOnceGuardsAreDropped() throws InterruptedException {
    var tenant = new TenantId("unfenced");
    List<RaceNode> racing = open(Guards.DROPPED);
    var live = check(tenant);
    var race = new Race(racing, tenant);
    int round = 0;
    try (race) {
      while (!provesAll(live) && round < ROUNDS_WITHOUT_GUARDS_MAX) {
        race.round(round);
        live.readOn(racing.get(round % NODES));
        round++;
      }
    }
    live.readOn(racing.getFirst());
    report("dropped", round, race, live);
    assertThat(live.count(Kind.RELEASED_FOR_REVOKED_AGENT)).isPositive();
    assertThat(live.count(Kind.RELEASED_AGAINST_VETO)).isPositive();
    assertThat(live.count(Kind.RELEASED_WHILE_HALTED)).isPositive();
    assertThat(live.count(Kind.RELEASED_UNDER_REVOKED_CONTRACT)).isZero();
  }

  /// What a node remembers of an agent says nothing about what other nodes have done since.
  @Test
  void recordsARevocationOfAnAgentThatAnotherNodeHasReinstated() {
    var tenant = new TenantId("elsewhere");
    List<RaceNode> both = open(Guards.KEPT);
    RaceNode here = both.getFirst();
    RaceNode there = both.getLast();
    var by =
        new Context(
            new Principal(
                new PrincipalId("operator"),
                Principal.Kind.HUMAN,
                tenant,
                Set.of(Role.OPERATOR),
                Optional.empty()),
            Optional.empty(),
            Optional.empty());
    var agent = new AgentId("a");
    here.send(new RegisterAgent(by, agent, "", 3, by.by().id(), Set.of()));
    for (int turn = 0; turn < 3; turn++) {
      assertThat(here.send(new RevokeAgent(by, agent, "first")).events()).hasSize(1);
      assertThat(there.send(new ReinstateAgent(by, agent, 3, "again")).events()).hasSize(1);
      assertThat(here.send(new RevokeAgent(by, agent, "second")).events()).hasSize(1);
      assertThat(there.send(new ReinstateAgent(by, agent, 3, "again")).events()).hasSize(1);
    }
  }

  private static boolean provesAll(BasisCheck check) {
    return check.count(Kind.RELEASED_FOR_REVOKED_AGENT) > 0
        && check.count(Kind.RELEASED_AGAINST_VETO) > 0
        && check.count(Kind.RELEASED_WHILE_HALTED) > 0;
  }

  private static BasisCheck check(TenantId tenant) {
    return new BasisCheck(tenant, Race::vetoes);
  }

  private List<RaceNode> open(Guards guards) {
    for (int i = 0; i < NODES; i++) {
      open(guards + "-" + i, guards);
    }
    return List.copyOf(nodes);
  }

  private RaceNode open(String name, Guards guards) {
    RaceNode node = RaceNode.open(access, keys, root.resolve(name), guards);
    nodes.add(node);
    return node;
  }

  private void report(String guards, int rounds, Race race, BasisCheck check) {
    Map<Kind, Long> found = new EnumMap<>(Kind.class);
    check.mismatches().forEach(mismatch -> found.merge(mismatch.kind(), 1L, Long::sum));
    LOG.info(
        "event=race.done guards={} rounds={} changes={} decisions={} released={} overtaken={} lost={} conflicts={} mismatches={}",
        guards,
        rounds,
        race.changes().size(),
        check.decisions(),
        check.released(),
        race.overtaken(),
        race.lost(),
        nodes.stream().mapToLong(node -> node.stats().conflicts()).sum(),
        found);
  }
}
