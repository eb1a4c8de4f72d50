package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.SubjectHeldException;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.LiftHold;
import dev.phaseledger.api.command.PolicyCommand.PlaceHold;
import dev.phaseledger.api.command.SubjectCommand.EraseSubject;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.database.EmbeddedDatabase;
import dev.phaseledger.app.database.ServiceAccess;
import dev.phaseledger.store.SigningKeys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Legal holds on a subject race its erasure on another node. Once a hold is on record, no erasure
/// is recorded before it is lifted.
final class HoldRaceTest {

  private static final int HOLDS = 150;
  private static final TenantId TENANT = new TenantId("held");
  private static final SubjectId SUBJECT = new SubjectId("customer-17");
  private static final AgentId AGENT = new AgentId("racer");
  private static final ContractId CONTRACT = new ContractId("contract-1");
  private static final HoldId HOLD = new HoldId("case-1");
  private static final JsonPointer PLACE = JsonPointer.parse("/parameters/name");

  private final AtomicBoolean over = new AtomicBoolean();

  @TempDir private Path root;

  @Test
  void recordsNoErasureBehindAHoldInForce()
      throws IOException, InterruptedException, ExecutionException {
    Erasures found = race(RaceNode.Guards.KEPT);

    assertThat(found.whileHeld()).isZero();
    assertThat(found.all()).isPositive();
  }

  /// So the race is one: without guards there is something to find.
  @Test
  void findsErasuresBehindAHoldWhereGuardsAreDropped()
      throws IOException, InterruptedException, ExecutionException {
    assertThat(race(RaceNode.Guards.DROPPED).whileHeld()).isPositive();
  }

  /// @param all erasures on record
  /// @param whileHeld those of them behind a hold in force
  private record Erasures(int all, int whileHeld) {}

  private Erasures race(RaceNode.Guards guards)
      throws IOException, InterruptedException, ExecutionException {
    try (DataDirectory data = DataDirectory.open(root.resolve("data"));
        EmbeddedDatabase database = EmbeddedDatabase.start(data)) {
      ServiceAccess access = database.prepare();
      SigningKeys keys = SigningKeys.loadOrCreate(data.keys(), ServiceSettings.ORIGIN_DEFAULT);
      try (RaceNode here = RaceNode.open(access, keys, root.resolve("here"), guards);
          RaceNode there = RaceNode.open(access, keys, root.resolve("there"), guards);
          ExecutorService pool = Executors.newFixedThreadPool(1)) {
        here.send(new RegisterAgent(context(), AGENT, "", 3, new PrincipalId("boss"), Set.of()));
        here.send(new IssueContract(context(), CONTRACT, ErasureRaceTest.terms()));
        Future<?> erasing = pool.submit(() -> erase(there));
        for (int i = 0; i < HOLDS; i++) {
          tried(() -> here.send(new PlaceHold(context(), HOLD, SUBJECT, "ordered")));
          tried(() -> here.send(new LiftHold(context(), HOLD, "closed")));
        }
        over.set(true);
        erasing.get();
        return erasures(here.read(1, Integer.MAX_VALUE));
      }
    }
  }

  /// Seals a value and erases it, again and again.
  private void erase(RaceNode node) {
    for (int i = 0; !over.get(); i++) {
      String id = "dispatch-" + i;
      tried(() -> node.send(new RequestDispatch(context(), CONTRACT, request(id))));
      tried(() -> node.send(new EraseSubject(context(), SUBJECT, "asked")));
    }
  }

  private static void tried(Runnable command) {
    try {
      command.run();
    } catch (ConflictException | NotFoundException | SubjectHeldException lost) {
      Thread.onSpinWait();
    }
  }

  private static Erasures erasures(List<RecordedEvent> log) {
    boolean held = false;
    int all = 0;
    int whileHeld = 0;
    for (RecordedEvent recorded : log) {
      switch (recorded.event()) {
        case HoldPlaced _ -> held = true;
        case HoldLifted _ -> held = false;
        case SubjectErased _ -> {
          all++;
          whileHeld += held ? 1 : 0;
        }
        default -> assertThat(recorded.stream().tenant()).isEqualTo(TENANT);
      }
    }
    return new Erasures(all, whileHeld);
  }

  private static DispatchRequest request(String id) {
    return new DispatchRequest(
            new DispatchId(id),
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
