package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.ApprovalRace.Against;
import dev.phaseledger.app.service.BasisCheck.Kind;
import dev.phaseledger.app.service.RaceNode.Guards;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Two nodes answer, revoke or publish at the same moment: a dispatch comes out exactly once, and
/// is never released on what was no longer so.
final class ApprovalRaceTest {

  /// Rounds of the build. Set the property `race.rounds` for a long run.
  private static final int ROUNDS = 100;

  /// Rounds within which missing guards must show.
  private static final int ROUNDS_WITHOUT_GUARDS_MAX = 2_000;

  private static final int NODES = 2;
  private static final Logger LOG = LoggerFactory.getLogger(ApprovalRaceTest.class);

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

  @ParameterizedTest
  @EnumSource
  void aDispatchComesOutOnceAndNeverOnStaleGrounds(Against against) throws InterruptedException {
    int rounds = Integer.getInteger("race.rounds", ROUNDS);
    var tenant = new TenantId("fenced-" + against.name().toLowerCase(Locale.ROOT));
    List<RaceNode> racing = open(Guards.KEPT, against);
    try (var race = new ApprovalRace(racing, tenant, against)) {
      for (int round = 0; round < rounds; round++) {
        race.round(round);
      }
    }

    // A node that took no part knows nothing but what the database holds.
    RaceNode witness = open("witness-" + against, Guards.KEPT);
    var basis = new BasisCheck(tenant, ApprovalRace::vetoes).readOn(witness);
    var outcomes = new ApprovalOutcomes(tenant).readOn(witness);
    report("kept", against, rounds, outcomes.counts(), basis.mismatches().size());
    assertThat(outcomes.faults()).isEmpty();
    assertThat(basis.mismatches()).isEmpty();
    Map<String, Long> counts = outcomes.counts();
    assertThat(counts.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(rounds);
    assertThat(counts).doesNotContainKey("OPEN");
    switch (against) {
      case APPROVE -> assertThat(counts).containsOnlyKeys("RELEASED");
      case REJECT -> assertThat(counts.keySet()).isSubsetOf("RELEASED", "REJECTED");
      case REVOKE, PUBLISH -> assertThat(counts.keySet()).isSubsetOf("RELEASED", "VETOED");
    }
  }

  /// The same races, judged by the same check, must fail where nothing fences the appends.
  @Test
  void findsReleasesOnStaleGroundsOnceGuardsAreDropped() throws InterruptedException {
    var tenant = new TenantId("unfenced");
    List<RaceNode> racing = open(Guards.DROPPED, Against.REVOKE);
    var basis = new BasisCheck(tenant, ApprovalRace::vetoes);
    int round = 0;
    try (var race = new ApprovalRace(racing, tenant, Against.REVOKE)) {
      while (basis.count(Kind.RELEASED_FOR_REVOKED_AGENT) == 0
          && round < ROUNDS_WITHOUT_GUARDS_MAX) {
        race.round(round);
        basis.readOn(racing.getFirst());
        round++;
      }
    }
    report("dropped", Against.REVOKE, round, Map.of(), basis.mismatches().size());
    assertThat(basis.count(Kind.RELEASED_FOR_REVOKED_AGENT)).isPositive();
  }

  private List<RaceNode> open(Guards guards, Against against) {
    for (int i = 0; i < NODES; i++) {
      open(guards + "-" + against + "-" + i, guards);
    }
    return List.copyOf(nodes);
  }

  private RaceNode open(String name, Guards guards) {
    RaceNode node = RaceNode.open(access, keys, root.resolve(name), guards);
    nodes.add(node);
    return node;
  }

  private static void report(
      String guards, Against against, int rounds, Map<String, Long> outcomes, int mismatches) {
    LOG.info(
        "event=approval-race.done guards={} against={} rounds={} outcomes={} mismatches={}",
        guards,
        against,
        rounds,
        outcomes,
        mismatches);
  }
}
