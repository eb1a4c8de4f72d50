package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.HaltTenant;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.command.PolicyCommand.ResumeTenant;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Agents that ask to act without pause, on all nodes, while authority, contracts and policy are
/// taken away and given back beneath them.
final class Race implements AutoCloseable {

  /// Callers that ask to act, on each node.
  static final int DISPATCHERS_PER_NODE = 8;

  /// Decisions that are awaited between two changes, so that each state is acted on.
  static final int DECISIONS_PER_CHANGE = 2 * DISPATCHERS_PER_NODE;

  /// Nothing is expected to take so long; it only ends a race that hangs.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// How often a change is sent before losing to dispatches counts as never winning.
  private static final int CHANGE_ATTEMPTS_MAX = 20;

  /// Kinds of revocations: of an agent, of a contract, by an invariant, of everything.
  private static final int KINDS = 4;

  private static final int OPEN_DISPATCHES_MAX = 100;
  private static final int LEVEL = 3;
  private static final String ACTION = "read";
  private static final String VETO = "expression: command.action != '" + ACTION + "'";
  private static final String HOLD = "expression: command.action == '" + ACTION + "'";
  private static final AgentId AGENT = new AgentId("racer");

  private final List<RaceNode> nodes;
  private final Principal operator;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Future<?>> dispatchers = new ArrayList<>();
  private final List<RecordedEvent> changes = new ArrayList<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong names = new AtomicLong();
  private final AtomicLong overtaken = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition decided = lock.newCondition();
  private volatile long latestChange;
  private long decisions;
  private int mapVersion;

  /// A contract that one dispatcher of each node acts under.
  private final class Lane {
    private volatile ContractId contract = issue(nodes.getFirst());

    private synchronized void replace(RaceNode node, ContractId used) {
      if (contract.equals(used)) {
        contract = issue(node);
      }
    }
  }

  /// Starts the dispatchers.
  Race(List<RaceNode> nodes, TenantId tenant) {
    this.nodes = List.copyOf(nodes);
    this.operator =
        new Principal(
            new PrincipalId("operator"),
            Principal.Kind.HUMAN,
            tenant,
            Set.of(Role.OPERATOR, Role.POLICY_AUTHOR),
            Optional.empty());
    RaceNode first = nodes.getFirst();
    first.send(
        new RegisterAgent(context(), AGENT, "", LEVEL, new PrincipalId("operator"), Set.of()));
    publishNext(first);
    for (int i = 0; i < DISPATCHERS_PER_NODE; i++) {
      lanes.add(new Lane());
    }
    for (RaceNode node : nodes) {
      for (Lane lane : lanes) {
        var done = new CompletableFuture<Void>();
        dispatchers.add(done);
        Thread.ofPlatform().name("dispatcher").daemon().start(() -> dispatch(node, lane, done));
      }
    }
  }

  /// Whether a map of the race vetoes what the dispatchers ask for.
  static boolean vetoes(String source) {
    return source.contains(VETO);
  }

  /// One revocation and its reversal; the kind and the node change from round to round.
  void round(int number) throws InterruptedException {
    int turn = number / KINDS;
    RaceNode node = nodes.get(turn % nodes.size());
    RaceNode other = nodes.get((turn + 1) % nodes.size());
    awaitDecisions();
    switch (number % KINDS) {
      case 0 -> {
        change(node, new RevokeAgent(context(), AGENT, "round " + number));
        awaitDecisions();
        change(other, new ReinstateAgent(context(), AGENT, LEVEL, "round " + number));
      }
      case 1 -> {
        Lane lane = lanes.get(turn % lanes.size());
        ContractId contract = lane.contract;
        change(node, new RevokeContract(context(), contract, "round " + number));
        awaitDecisions();
        lane.replace(other, contract);
      }
      case 2 -> {
        publishNext(node);
        awaitDecisions();
        publishNext(other);
      }
      default -> {
        change(node, new HaltTenant(context(), "round " + number));
        awaitDecisions();
        change(other, new ResumeTenant(context(), "round " + number));
      }
    }
  }

  /// Changes that were acknowledged, in order.
  List<RecordedEvent> changes() {
    return changes;
  }

  /// Decisions that were acknowledged to dispatchers.
  long decisions() {
    lock.lock();
    try {
      return decisions;
    } finally {
      lock.unlock();
    }
  }

  /// Decisions asked for before a change was acknowledged and recorded behind it.
  long overtaken() {
    return overtaken.get();
  }

  /// Requests that lost every race and recorded nothing.
  long lost() {
    return lost.get();
  }

  private void publishNext(RaceNode node) {
    mapVersion++;
    change(
        node,
        new PublishInvariantMap(
            context(),
            """
            apiVersion: governance/v1
            kind: InvariantMap
            metadata: {name: race, version: %d, owner: operator}
            spec:
              environment: gov-cel/1
              invariants:
                - id: GATE
                  severity: high
                  enforcement: Enforce
                  %s
                  onViolation: {effect: VETO}
            """
                .formatted(mapVersion, mapVersion % 2 == 0 ? VETO : HOLD)));
  }

  private void change(RaceNode node, LedgerCommand command) {
    for (int attempt = 1; ; attempt++) {
      try {
        List<RecordedEvent> recorded = node.send(command).events();
        assertThat(recorded).as("what %s led to", command).hasSize(1);
        changes.addAll(recorded);
        latestChange = recorded.getFirst().position();
        return;
      } catch (ConflictException beaten) {
        if (attempt == CHANGE_ATTEMPTS_MAX) {
          throw beaten;
        }
      }
    }
  }

  private void awaitDecisions() throws InterruptedException {
    long nanos = PATIENCE.toNanos();
    lock.lock();
    try {
      long enough = decisions + DECISIONS_PER_CHANGE;
      while (decisions < enough) {
        dispatchers.stream().filter(Future::isDone).forEach(Race::rethrow);
        if (nanos <= 0) {
          throw new AssertionError("no decisions within " + PATIENCE);
        }
        nanos = decided.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private void dispatch(RaceNode node, Lane lane, CompletableFuture<Void> done) {
    try {
      while (!over.get()) {
        dispatch(node, lane);
      }
      done.complete(null);
    } catch (RuntimeException | Error failure) {
      done.completeExceptionally(failure);
    } finally {
      lock.lock();
      try {
        decided.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  private void dispatch(RaceNode node, Lane lane) {
    ContractId contract = lane.contract;
    long before = latestChange;
    Recorded recorded;
    try {
      recorded = node.send(new RequestDispatch(context(), contract, request()));
    } catch (ConflictException _) {
      lost.incrementAndGet();
      return;
    }
    long after = latestChange;
    if (before < after && after < recorded.position()) {
      overtaken.incrementAndGet();
    }
    lock.lock();
    try {
      decisions++;
      decided.signalAll();
    } finally {
      lock.unlock();
    }
    Judgement judgement = recorded.first(DispatchDecided.class).orElseThrow().judgement();
    if (judgement
        .breach()
        .filter(breach -> breach.clause().equals("openDispatchesMax"))
        .isPresent()) {
      renew(node, lane, contract);
    }
  }

  private static void renew(RaceNode node, Lane lane, ContractId used) {
    try {
      lane.replace(node, used);
    } catch (ConflictException | InvalidFieldException _) {
      // The agent was revoked meanwhile; the next decision asks for a new contract again.
      Thread.onSpinWait();
    }
  }

  private ContractId issue(RaceNode node) {
    var contract = new ContractId("contract-" + names.incrementAndGet());
    node.send(new IssueContract(context(), contract, terms()));
    return contract;
  }

  private static ContractTerms terms() {
    return new ContractTerms(
        1,
        AGENT,
        "Read",
        List.of("desk/**"),
        List.of(),
        Set.of(ACTION),
        Map.of(),
        Set.of(),
        1,
        OPEN_DISPATCHES_MAX,
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

  private DispatchRequest request() {
    return new DispatchRequest(
        new DispatchId("dispatch-" + names.incrementAndGet()),
        ACTION,
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
    return new Context(operator, Optional.empty(), Optional.empty());
  }

  /// Stops the dispatchers; none is left with a decision that is not acknowledged to it.
  @Override
  public void close() {
    over.set(true);
    dispatchers.forEach(Race::rethrow);
  }

  private static void rethrow(Future<?> dispatcher) {
    try {
      dispatcher.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    } catch (java.util.concurrent.ExecutionException
        | java.util.concurrent.TimeoutException failure) {
      throw new AssertionError("a dispatcher failed", failure);
    }
  }
}
