package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.SubjectCommand.EraseSubject;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.api.personal.OpenedValue;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
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
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dispatches with a subject's data race its erasure on two nodes. Whichever comes first, of every
/// recorded value it can be said whether it is erased: it is if, and only if, an erasure is on
/// record behind it.
final class ErasureRaceTest {

  private static final int ERASURES = 20;
  private static final int DISPATCHERS = 4;
  private static final TenantId TENANT = new TenantId("erased");
  private static final SubjectId SUBJECT = new SubjectId("customer-17");
  private static final AgentId AGENT = new AgentId("racer");
  private static final JsonPointer PLACE = JsonPointer.parse("/parameters/name");

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger names = new AtomicInteger();

  @TempDir private Path root;

  @Test
  void leavesNoValueOfWhichNobodyCanSayWhetherItIsErased()
      throws IOException, InterruptedException, ExecutionException {
    try (DataDirectory data = DataDirectory.open(root.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      ServiceAccess access = database.prepare();
      SigningKeys keys = SigningKeys.loadOrCreate(data.keys(), ServiceSettings.ORIGIN_DEFAULT);
      try (RaceNode here = node(access, keys, "here");
          RaceNode there = node(access, keys, "there")) {
        race(List.of(here, there));
      }
      try (RaceNode witness = node(access, keys, "witness")) {
        check(witness);
      }
    }
  }

  private RaceNode node(ServiceAccess access, SigningKeys keys, String name) {
    return RaceNode.open(access, keys, root.resolve(name), RaceNode.Guards.KEPT);
  }

  private void race(List<RaceNode> nodes) throws InterruptedException, ExecutionException {
    nodes
        .getFirst()
        .send(new RegisterAgent(context(), AGENT, "", 3, new PrincipalId("boss"), Set.of()));
    try (ExecutorService pool = Executors.newFixedThreadPool(DISPATCHERS)) {
      List<Future<Integer>> dispatched = new ArrayList<>();
      for (int i = 0; i < DISPATCHERS; i++) {
        var contract = new ContractId("contract-" + i);
        nodes.getFirst().send(new IssueContract(context(), contract, terms()));
        RaceNode node = nodes.get(i % nodes.size());
        dispatched.add(pool.submit(() -> dispatch(node, contract)));
      }
      for (int erased = 0; erased < ERASURES; ) {
        if (erase(nodes.get(erased % nodes.size()))) {
          erased++;
        }
      }
      over.set(true);
      for (Future<Integer> each : dispatched) {
        assertThat(each.get()).isPositive();
      }
    }
  }

  /// @return whether there was something to erase
  private static boolean erase(RaceNode node) {
    try {
      return !node.send(new EraseSubject(context(), SUBJECT, "asked")).events().isEmpty();
    } catch (ConflictException | dev.phaseledger.api.NotFoundException e) {
      return false;
    }
  }

  private int dispatch(RaceNode node, ContractId contract) {
    int recorded = 0;
    while (!over.get()) {
      var request =
          new DispatchRequest(
                  new DispatchId("dispatch-" + names.incrementAndGet()),
                  "read",
                  List.of("desk/a"),
                  (Fields) Json.parse("{\"name\": \"Jane\"}"),
                  "to know",
                  Map.of(),
                  Set.of(),
                  0,
                  false,
                  Optional.empty(),
                  Optional.empty())
              .with(Map.of(PLACE, SUBJECT));
      try {
        node.send(new RequestDispatch(context(), contract, request));
        recorded++;
      } catch (ConflictException lost) {
        Thread.onSpinWait();
      }
    }
    return recorded;
  }

  private static void check(RaceNode witness) {
    var erasures = new TreeMap<Long, RecordedEvent>();
    List<RecordedEvent> decisions = new ArrayList<>();
    for (RecordedEvent recorded : witness.read(1, Integer.MAX_VALUE)) {
      switch (recorded.event()) {
        case SubjectErased _ -> erasures.put(recorded.position(), recorded);
        case DispatchDecided _ -> decisions.add(recorded);
        default -> assertThat(recorded.stream().tenant()).isEqualTo(TENANT);
      }
    }
    assertThat(erasures).hasSize(ERASURES);
    for (RecordedEvent decision : decisions) {
      DispatchRequest request = ((DispatchDecided) decision.event()).request();
      Long erasure = erasures.higherKey(decision.position());
      assertThat(witness.open(TENANT, request))
          .as("position %d", decision.position())
          .singleElement()
          .satisfies(value -> {
            switch (value) {
              case OpenedValue.Erased erased -> assertThat(erased.position()).isEqualTo(erasure);
              case OpenedValue.Known _ -> assertThat(erasure).isNull();
            }
          });
    }
  }

  static ContractTerms terms() {
    return new ContractTerms(
        1,
        AGENT,
        "Read",
        List.of("desk/**"),
        List.of(),
        Set.of("read"),
        Map.of(),
        Set.of(),
        1,
        1_000,
        new StoppingConditions(
            Instant.EPOCH,
            Instant.parse("2999-01-01T00:00:00Z"),
            OptionalLong.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            Optional.empty()),
        List.of(),
        BreachAction.SIGNAL_ONLY,
        Fields.EMPTY);
  }

  private static Context context() {
    return new Context(
        new Principal(
            new PrincipalId("operator"),
            Principal.Kind.HUMAN,
            TENANT,
            Set.of(Role.OPERATOR, Role.PRIVACY_OFFICER),
            Optional.empty()),
        Optional.empty(),
        Optional.empty());
  }
}
