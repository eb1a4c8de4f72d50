package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.EndContract;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.app.service.RaceNode.Guards;
import dev.phaseledger.command.Recorded;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whatever was delegated under a contract ends with it, in one append, on whichever node: behind
/// an acknowledged revocation of the parent nothing is released under a descendant.
final class DelegationRaceTest {

  /// Rounds of the build. Set the property `race.delegation.rounds` for a long run.
  private static final int ROUNDS = 300;

  private static final int DISPATCHES_PER_ROUND = 6;
  private static final TenantId TENANT = new TenantId("delegating");
  private static final AgentId HOLDER = new AgentId("holder");
  private static final AgentId HELPER = new AgentId("helper");
  private static final AgentId APPRENTICE = new AgentId("apprentice");
  private static final Logger LOG = LoggerFactory.getLogger(DelegationRaceTest.class);

  @TempDir private static Path root;
  private static DataDirectory data;
  private static EmbeddedDatabase database;
  private static RaceNode here;
  private static RaceNode there;

  private final AtomicLong names = new AtomicLong();

  @BeforeAll
  static void startNodes() throws IOException {
    data = DataDirectory.open(root.resolve("data"));
    database = EmbeddedDatabase.start(data);
    ServiceAccess access = database.prepare();
    SigningKeys keys = SigningKeys.loadOrCreate(data.keys(), ServiceSettings.ORIGIN_DEFAULT);
    here = RaceNode.open(access, keys, root.resolve("here"), Guards.KEPT);
    there = RaceNode.open(access, keys, root.resolve("there"), Guards.KEPT);
    for (AgentId agent : List.of(HOLDER, HELPER, APPRENTICE)) {
      here.send(new RegisterAgent(operator(), agent, "", 3, operator().by().id(), Set.of()));
    }
  }

  @AfterAll
  static void stopNodes() throws IOException {
    there.close();
    here.close();
    database.close();
    data.close();
  }

  @Test
  void releasesNothingUnderADescendantBehindTheRevocationOfItsAncestor() throws Exception {
    int rounds = Integer.getInteger("race.delegation.rounds", ROUNDS);
    long released = 0;
    long vetoed = 0;
    long late = 0;
    try (ExecutorService threads = Executors.newCachedThreadPool()) {
      for (int round = 0; round < rounds; round++) {
        RaceNode one = round % 2 == 0 ? here : there;
        RaceNode other = round % 2 == 0 ? there : here;
        ContractId parent = name("parent");
        ContractId child = name("child");
        ContractId grandchild = name("grandchild");
        one.send(new IssueContract(operator(), parent, terms(HOLDER, Optional.empty())));
        one.send(new IssueContract(by(HOLDER), child, terms(HELPER, Optional.of(parent))));
        one.send(new IssueContract(by(HELPER), grandchild, terms(APPRENTICE, Optional.of(child))));

        var start = new CountDownLatch(1);
        List<Future<List<Recorded>>> dispatchers = new ArrayList<>();
        for (ContractId contract : List.of(child, grandchild)) {
          for (RaceNode node : List.of(here, there)) {
            dispatchers.add(threads.submit(() -> dispatches(node, contract, start)));
          }
        }
        Future<Optional<Recorded>> issued =
            threads.submit(() -> {
              start.await();
              return another(other, child);
            });
        Future<Recorded> ended =
            threads.submit(() -> {
              start.await();
              return other.send(ending(parent));
            });
        start.countDown();

        Recorded end = ended.get();
        long position = end.position();
        long first = end.events().getFirst().position();
        List<ContractId> orphans = new ArrayList<>(List.of(child, grandchild));
        Optional<Recorded> delegation = issued.get();
        delegation.ifPresent(recorded -> {
          assertThat(recorded.position()).as("delegation before the end").isLessThan(position);
          orphans.add(recorded.first(ContractIssued.class).orElseThrow().contract());
        });
        assertThat(orphans(end)).as("round %d", round).containsExactlyInAnyOrderElementsOf(orphans);
        for (Future<List<Recorded>> dispatcher : dispatchers) {
          for (Recorded recorded : dispatcher.get()) {
            Verdict verdict =
                recorded.first(DispatchDecided.class).orElseThrow().judgement().verdict();
            if (verdict == Verdict.AUTHORIZED) {
              released++;
              assertThat(recorded.position()).as("round %d", round).isLessThan(first);
            } else {
              vetoed++;
              late += recorded.position() > position ? 1 : 0;
            }
          }
        }
        assertThat(
                one.send(new RequestDispatch(by(APPRENTICE), grandchild, request()))
                    .first(DispatchDecided.class)
                    .orElseThrow()
                    .judgement()
                    .verdict())
            .isEqualTo(Verdict.VETOED);
      }
    }
    LOG.info(
        "event=race.done rounds={} released={} vetoed={} behind={}",
        rounds,
        released,
        vetoed,
        late);
    assertThat(released).isPositive();
    assertThat(late).isPositive();
  }

  @Test
  void recordsADelegationInBothStreamsAtOnce() {
    ContractId parent = name("parent");
    ContractId child = name("child");
    here.send(new IssueContract(operator(), parent, terms(HOLDER, Optional.empty())));
    Recorded recorded =
        there.send(new IssueContract(by(HOLDER), child, terms(HELPER, Optional.of(parent))));
    assertThat(recorded.events())
        .extracting(event -> event.event().getClass().getSimpleName())
        .containsExactly("ContractDelegated", "ContractIssued");
    assertThat(recorded.first(ContractDelegated.class).orElseThrow().child()).isEqualTo(child);
    assertThat(recorded.events().getLast().position())
        .isEqualTo(recorded.events().getFirst().position() + 1);
    // Both nodes go on with both contracts.
    for (RaceNode node : List.of(here, there)) {
      for (ContractId contract : List.of(parent, child)) {
        assertThat(node.send(new RequestDispatch(operator(), contract, request())).events())
            .hasSize(1);
      }
    }
  }

  @Test
  void refusesADelegationUnderAContractThatAnotherNodeHasEnded() {
    ContractId parent = name("parent");
    here.send(new IssueContract(operator(), parent, terms(HOLDER, Optional.empty())));
    there.send(new EndContract(by(HOLDER), parent, Ending.FULFILLED, "done"));
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() ->
            here.send(
                new IssueContract(by(HOLDER), name("child"), terms(HELPER, Optional.of(parent)))))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("parent"));
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() ->
            here.send(
                new IssueContract(
                    operator(), name("child"), terms(HELPER, Optional.of(name("nobody"))))))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("parent"));
  }

  @Test
  void refusesAnAmendmentUnderWhichADelegatedContractDoesNotFit() {
    ContractId parent = name("parent");
    here.send(new IssueContract(operator(), parent, terms(HOLDER, Optional.empty())));
    there.send(new IssueContract(by(HOLDER), name("child"), terms(HELPER, Optional.of(parent))));
    var narrower = terms(HOLDER, Optional.empty(), List.of("desk/a/**"));
    assertThatExceptionOfType(InvalidFieldException.class)
        .isThrownBy(() -> here.send(new AmendContract(operator(), parent, 1, narrower, "less")))
        .satisfies(refused -> assertThat(refused.field()).isEqualTo("scope[0]"));
    var wider = terms(HOLDER, Optional.empty(), List.of("desk/**", "shelf/**"));
    assertThat(here.send(new AmendContract(operator(), parent, 1, wider, "more")).events())
        .hasSize(1);
  }

  private LedgerCommand ending(ContractId parent) {
    return names.get() % 3 == 0
        ? new EndContract(operator(), parent, Ending.STOPPED, "enough")
        : new RevokeContract(operator(), parent, "enough");
  }

  private List<Recorded> dispatches(RaceNode node, ContractId contract, CountDownLatch start)
      throws InterruptedException {
    start.await();
    List<Recorded> all = new ArrayList<>();
    for (int i = 0; i < DISPATCHES_PER_ROUND; i++) {
      try {
        all.add(node.send(new RequestDispatch(operator(), contract, request())));
      } catch (ConflictException _) {
        // Lost every race; nothing was recorded.
        Thread.onSpinWait();
      }
    }
    return all;
  }

  /// One more delegation, unless the end comes first.
  private Optional<Recorded> another(RaceNode node, ContractId under) {
    try {
      return Optional.of(
          node.send(
              new IssueContract(by(HELPER), name("late"), terms(APPRENTICE, Optional.of(under)))));
    } catch (InvalidFieldException | ConflictException _) {
      return Optional.empty();
    }
  }

  private static List<ContractId> orphans(Recorded end) {
    return end.events().stream()
        .map(RecordedEvent::event)
        .filter(ContractRevoked.class::isInstance)
        .map(ContractRevoked.class::cast)
        .filter(revoked -> revoked.cause() == RevocationCause.PARENT)
        .map(ContractRevoked::contract)
        .toList();
  }

  private ContractId name(String of) {
    return new ContractId(of + "-" + System.identityHashCode(this) + "-" + names.incrementAndGet());
  }

  private DispatchRequest request() {
    return new DispatchRequest(
        new DispatchId("d-" + System.identityHashCode(this) + "-" + names.incrementAndGet()),
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

  private static ContractTerms terms(AgentId agent, Optional<ContractId> parent) {
    return terms(agent, parent, List.of("desk/**"));
  }

  private static ContractTerms terms(
      AgentId agent, Optional<ContractId> parent, List<String> scope) {
    return new ContractTerms(
        1,
        agent,
        "Read",
        scope,
        List.of(),
        Set.of("read"),
        Map.of(),
        Set.of(),
        1,
        100,
        new StoppingConditions(
            Instant.EPOCH,
            Instant.parse("2999-01-01T00:00:00Z"),
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty()),
        List.of(),
        BreachAction.REVOKE_CONTRACT,
        Fields.EMPTY,
        Set.of(),
        parent,
        Optional.empty());
  }

  private static Context operator() {
    return context(new PrincipalId("operator"), Principal.Kind.HUMAN, Role.OPERATOR);
  }

  private static Context by(AgentId agent) {
    return context(new PrincipalId(agent.value()), Principal.Kind.AGENT, Role.AGENT);
  }

  private static Context context(PrincipalId id, Principal.Kind kind, Role role) {
    return new Context(
        new Principal(id, kind, TENANT, Set.of(role), Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
