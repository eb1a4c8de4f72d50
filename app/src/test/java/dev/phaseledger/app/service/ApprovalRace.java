package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ConflictException;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.AgentCommand.RegisterAgent;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.PublishInvariantMap;
import dev.phaseledger.api.event.ApprovalBinding;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// An approval on one node, and at the same moment something else on the other.
final class ApprovalRace implements AutoCloseable {

  /// What happens beside the approval.
  enum Against {
    APPROVE,
    REJECT,
    REVOKE,
    PUBLISH
  }

  private static final AgentId AGENT = new AgentId("racer");
  private static final int LEVEL = 3;
  private static final long PATIENCE_SECONDS = 120;
  private static final String VETO = "{effect: VETO}";
  private static final String ASK = "{effect: REQUIRE_APPROVAL, roles: [approver]}";

  private final List<RaceNode> nodes;
  private final Against against;
  private final Principal operator;
  private final TenantId tenant;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private int mapVersion;

  ApprovalRace(List<RaceNode> nodes, TenantId tenant, Against against) {
    this.nodes = List.copyOf(nodes);
    this.tenant = tenant;
    this.against = against;
    this.operator = human("operator", Role.OPERATOR, Role.POLICY_AUTHOR);
    send(0, new RegisterAgent(by(operator), AGENT, "", LEVEL, new PrincipalId("owner"), Set.of()));
    publish(0, ASK);
  }

  /// Whether a map of the race vetoes what is asked for.
  static boolean vetoes(String source) {
    return source.contains(VETO);
  }

  /// One dispatch, and two at it; the nodes change roles from round to round.
  void round(int number) throws InterruptedException {
    int first = number % nodes.size();
    int second = (number + 1) % nodes.size();
    var contract = new ContractId("contract-" + number);
    send(first, new IssueContract(by(operator), contract, terms()));
    DispatchDecided pending =
        send(first, new RequestDispatch(by(operator), contract, request(number)));
    Digest shown =
        ApprovalBinding.digest(
            pending.request().id(), pending.requestDigest(), pending.judgement().basis());
    LedgerCommand approval = answer("ada", pending, true, shown);
    LedgerCommand other =
        switch (against) {
          case APPROVE -> answer("bo", pending, true, shown);
          case REJECT -> answer("bo", pending, false, shown);
          case REVOKE -> new RevokeAgent(by(operator), AGENT, "round " + number);
          case PUBLISH -> map(VETO);
        };
    atOnce(first, approval, second, other);
    switch (against) {
      case APPROVE, REJECT -> {}
      case REVOKE ->
          send(second, new ReinstateAgent(by(operator), AGENT, LEVEL, "round " + number));
      case PUBLISH -> publish(second, ASK);
    }
  }

  private void atOnce(int first, LedgerCommand one, int second, LedgerCommand other)
      throws InterruptedException {
    var start = new CyclicBarrier(2);
    Future<Void> left = threads.submit(started(start, first, one));
    Future<Void> right = threads.submit(started(start, second, other));
    await(left);
    await(right);
  }

  private Callable<Void> started(CyclicBarrier start, int node, LedgerCommand command) {
    return () -> {
      try {
        start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        nodes.get(node).send(command);
      } catch (InvalidFieldException | ForbiddenException | ConflictException late) {
        // Who comes second finds nothing to answer any more; what counts is what is on record.
        assertThat(command).isInstanceOf(AnswerApproval.class);
      } catch (BrokenBarrierException broken) {
        throw new AssertionError("the other one did not start", broken);
      }
      return null;
    };
  }

  private static void await(Future<Void> done) throws InterruptedException {
    try {
      done.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | java.util.concurrent.TimeoutException failure) {
      throw new AssertionError("a racer failed", failure);
    }
  }

  private LedgerCommand answer(String who, DispatchDecided pending, boolean granted, Digest shown) {
    return new AnswerApproval(
        by(human(who, Role.APPROVER)),
        pending.contract(),
        pending.request().id(),
        granted,
        shown,
        "looked at it");
  }

  private void publish(int node, String onViolation) {
    send(node, map(onViolation));
  }

  private LedgerCommand map(String onViolation) {
    mapVersion++;
    return new PublishInvariantMap(
        by(operator),
        """
        apiVersion: governance/v1
        kind: InvariantMap
        metadata: {name: race, version: %d, owner: operator}
        spec:
          environment: gov-cel/1
          invariants:
            - {id: GATE, expression: "false", onViolation: %s}
        """
            .formatted(mapVersion, onViolation));
  }

  private void send(int node, LedgerCommand command) {
    assertThat(nodes.get(node).send(command).events()).isNotEmpty();
  }

  private DispatchDecided send(int node, RequestDispatch command) {
    return nodes.get(node).send(command).first(DispatchDecided.class).orElseThrow();
  }

  private static ContractTerms terms() {
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
        1,
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

  private static DispatchRequest request(int number) {
    return new DispatchRequest(
        new DispatchId("dispatch-" + number),
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

  private Principal human(String id, Role... roles) {
    return new Principal(
        new PrincipalId(id), Principal.Kind.HUMAN, tenant, Set.of(roles), Optional.empty());
  }

  private static Context by(Principal principal) {
    return new Context(principal, Optional.empty(), Optional.empty());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
