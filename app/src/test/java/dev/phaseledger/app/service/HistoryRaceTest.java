package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.CountRead;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.RaceNode.Guards;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes decide under contracts of one agent, by a count over all of them that no decision is
/// fenced by. What each has counted is on record, so that whoever reads the log up to there counts
/// the same and comes to the same verdict.
final class HistoryRaceTest {

  private static final int NODES = 2;
  private static final int CALLERS_PER_NODE = 4;
  private static final int REQUESTS_PER_CALLER = 40;

  /// Releases of the agent, under whichever contract, that the map lets through.
  private static final int RELEASES_MAX = 100;

  private static final AgentId AGENT = new AgentId("counted");
  private static final Duration WITHIN = Duration.ofDays(9);

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: counting, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        counters:
          released: {count: releases, per: agent, within: 9d}
        invariants:
          - id: LIMIT
            expression: counters.released < %d
            onViolation: {effect: VETO}
      """
          .formatted(RELEASES_MAX);

  @TempDir private static Path root;
  private static DataDirectory data;
  private static EmbeddedDatabase database;
  private static ServiceAccess access;
  private static SigningKeys keys;

  private final TenantId tenant = new TenantId("counting");
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
  void everyVerdictFollowsFromWhatItsDecisionSaysItCounted() {
    for (int i = 0; i < NODES; i++) {
      nodes.add(RaceNode.open(access, keys, root.resolve("node-" + i), Guards.KEPT));
    }
    prepare(nodes.getFirst());
    List<CompletableFuture<Void>> callers = new ArrayList<>();
    for (int i = 0; i < NODES * CALLERS_PER_NODE; i++) {
      int caller = i;
      callers.add(CompletableFuture.runAsync(() -> ask(nodes.get(caller % NODES), caller)));
    }
    callers.forEach(CompletableFuture::join);

    RaceNode witness = RaceNode.open(access, keys, root.resolve("witness"), Guards.KEPT);
    nodes.add(witness);
    List<RecordedEvent> log = log(witness);
    long released = 0;
    long vetoed = 0;
    for (RecordedEvent recorded : log) {
      if (recorded.event() instanceof DispatchDecided decided) {
        CountRead read = decided.judgement().counts().getFirst();
        assertThat(read.position()).isLessThan(recorded.position());
        assertThat(read.value())
            .as("counted up to %d", read.position())
            .isEqualTo(count(log, read));
        assertThat(decided.judgement().verdict())
            .isEqualTo(read.value() < RELEASES_MAX ? Verdict.AUTHORIZED : Verdict.VETOED);
        if (decided.judgement().verdict() == Verdict.AUTHORIZED) {
          released++;
        } else {
          vetoed++;
        }
      }
    }
    assertThat(released + vetoed).isEqualTo((long) NODES * CALLERS_PER_NODE * REQUESTS_PER_CALLER);
    assertThat(released).isGreaterThanOrEqualTo(RELEASES_MAX);
    // What was decided in the same moment is all that can be beyond the limit.
    assertThat(released).isLessThan(RELEASES_MAX + NODES * CALLERS_PER_NODE);
  }

  /// Counted by the words of the record, not by the code that counted.
  private static long count(List<RecordedEvent> log, CountRead read) {
    assertThat(read.count()).isEqualTo("releases");
    assertThat(read.per()).isEqualTo("agent");
    assertThat(read.within()).isEqualTo(WITHIN);
    return log.stream()
        .filter(entry -> entry.position() <= read.position())
        .filter(entry ->
            entry.event() instanceof DispatchDecided decided
                && decided.agent().value().equals(read.key())
                && decided.judgement().verdict() == Verdict.AUTHORIZED)
        .count();
  }

  private void prepare(RaceNode node) {
    node.send(new RegisterAgent(context(), AGENT, "", 3, new PrincipalId("owner"), Set.of()));
    node.send(new PublishInvariantMap(context(), MAP));
    for (int i = 0; i < NODES * CALLERS_PER_NODE; i++) {
      node.send(new IssueContract(context(), contract(i), terms()));
    }
  }

  private void ask(RaceNode node, int caller) {
    for (int i = 0; i < REQUESTS_PER_CALLER; i++) {
      var command =
          new RequestDispatch(context(), contract(caller), request("d-%d-%d".formatted(caller, i)));
      boolean sent = false;
      while (!sent) {
        try {
          node.send(command);
          sent = true;
        } catch (ConflictException _) {
          // The other node's writes reach this one a moment later.
          Thread.onSpinWait();
        }
      }
    }
  }

  private List<RecordedEvent> log(RaceNode node) {
    List<RecordedEvent> log = new ArrayList<>();
    List<RecordedEvent> page = node.read(1, 1_000);
    while (!page.isEmpty()) {
      page.stream().filter(entry -> entry.stream().tenant().equals(tenant)).forEach(log::add);
      page = node.read(page.getLast().position() + 1, 1_000);
    }
    return log;
  }

  private static ContractId contract(int caller) {
    return new ContractId("ctr-" + caller);
  }

  private static ContractTerms terms() {
    ContractTerms shared = SharedContract.terms(1_000_000);
    return new ContractTerms(
        shared.version(),
        AGENT,
        shared.task(),
        shared.scope(),
        shared.excluded(),
        shared.actions(),
        shared.inputs(),
        shared.dataClasses(),
        shared.requiredLevel(),
        shared.openDispatchesMax(),
        shared.stopping(),
        shared.phases(),
        shared.onBreach(),
        shared.attributes());
  }

  private static DispatchRequest request(String id) {
    return new DispatchRequest(
        new DispatchId(id),
        "read",
        List.of("desk/a"),
        Fields.EMPTY,
        "to know",
        Map.of(),
        Set.of(),
        0,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private Context context() {
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
