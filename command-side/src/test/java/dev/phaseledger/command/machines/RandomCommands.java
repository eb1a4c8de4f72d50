package dev.phaseledger.command.machines;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.command.AgentCommand.AnswerPromotion;
import dev.phaseledger.api.command.AgentCommand.AssessAgent;
import dev.phaseledger.api.command.AgentCommand.ChangeAgentLevel;
import dev.phaseledger.api.command.AgentCommand.ReinstateAgent;
import dev.phaseledger.api.command.AgentCommand.RevokeAgent;
import dev.phaseledger.api.command.AgentCommand.SuspendAgent;
import dev.phaseledger.api.command.ContractCommand.AmendContract;
import dev.phaseledger.api.command.ContractCommand.AnswerApproval;
import dev.phaseledger.api.command.ContractCommand.CancelDispatches;
import dev.phaseledger.api.command.ContractCommand.CloseDispatch;
import dev.phaseledger.api.command.ContractCommand.EndContract;
import dev.phaseledger.api.command.ContractCommand.EnterPhase;
import dev.phaseledger.api.command.ContractCommand.IssueContract;
import dev.phaseledger.api.command.ContractCommand.PassTime;
import dev.phaseledger.api.command.ContractCommand.RecordEvidence;
import dev.phaseledger.api.command.ContractCommand.RecordHeartbeat;
import dev.phaseledger.api.command.ContractCommand.RecordOutcome;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.command.ContractCommand.RevokeContract;
import dev.phaseledger.api.command.ContractCommand.SignalFailure;
import dev.phaseledger.api.command.ContractCommand.WithdrawApproval;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.event.CausedBy;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.agent.Ladders;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.authority.AgentAuthority.Status;
import dev.phaseledger.command.authority.OpenPromotion;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/// What anybody may send, right or wrong, drawn from a seed.
final class RandomCommands {

  static final List<AgentId> AGENTS =
      List.of(new AgentId("agent-1"), new AgentId("agent-2"), new AgentId("agent-3"));
  private static final int CONTRACTS_ACTIVE = 3;

  private final Random random;
  private final World world;
  private final RandomTerms terms;
  private final List<Context> people = new ArrayList<>();
  private final Map<DispatchId, List<Digest>> seen = new HashMap<>();
  private int number;

  RandomCommands(Random random, World world) {
    this.random = random;
    this.world = world;
    this.terms = new RandomTerms(random);
    people.add(human("olga", Set.of(Role.OPERATOR), Set.of()));
    people.add(human("owner", Set.of(Role.OPERATOR, Role.APPROVER), Set.of("maintainer")));
    people.add(human("ada", Set.of(Role.APPROVER), Set.of("maintainer")));
    people.add(human("bob", Set.of(Role.APPROVER), Set.of("maintainer")));
    people.add(human("cyd", Set.of(Role.APPROVER, Role.OPERATOR), Set.of("maintainer", "lead")));
    people.add(human("lea", Set.of(Role.APPROVER), Set.of("lead")));
    people.add(
        by("dora", Principal.Kind.HUMAN, Set.of(Role.APPROVER), Set.of("maintainer"), "ada"));
    people.add(by("bot", Principal.Kind.SERVICE, Set.of(Role.OPERATOR, Role.APPROVER), Set.of()));
    AGENTS.forEach(agent -> people.add(itself(agent)));
  }

  LedgerCommand next() {
    List<ContractState> active =
        world.contracts().values().stream().filter(ContractState::active).toList();
    if (active.size() < CONTRACTS_ACTIVE && (active.isEmpty() || random.nextInt(4) == 0)) {
      return issue(active);
    }
    ContractState contract =
        one(
            random.nextInt(10) == 0 || active.isEmpty()
                ? List.copyOf(world.contracts().values())
                : active);
    int kind = random.nextInt(100);
    AgentAuthority holder = world.agent(contract.terms().agent());
    boolean off = !holder.active() || holder.promotion().isPresent();
    if (kind < 6 || (off && kind % 3 == 0)) {
      return agent(holder.agent());
    }
    return kind < 20 ? aboutContract(contract) : aboutDispatch(contract, kind);
  }

  private LedgerCommand issue(List<ContractState> active) {
    var id = new ContractId("ctr-" + (random.nextInt(20) == 0 ? number : ++number));
    AgentId agent = one(AGENTS);
    if (active.isEmpty() || random.nextInt(3) == 0) {
      return new IssueContract(mostly(operator()), id, terms.of(agent, world.now));
    }
    ContractState parent = one(active);
    return new IssueContract(
        mostly(itself(parent.terms().agent())),
        id,
        terms.under(parent.contract(), parent.terms(), agent, world.now));
  }

  private LedgerCommand aboutContract(ContractState contract) {
    ContractId id = contract.contract();
    return switch (random.nextInt(12)) {
      case 0 ->
          new AmendContract(
              mostly(operator()),
              id,
              contract.terms().version() - (random.nextInt(8) == 0 ? 1 : 0),
              terms.amended(contract.terms(), world.now),
              "because");
      case 1 -> {
        Ending ending = one(List.of(Ending.values()));
        yield random.nextInt(3) == 0
            ? new EndContract(anybody(), id, ending, "because")
            : new RecordHeartbeat(mostly(itself(contract.terms().agent())), id, "here");
      }
      case 2 ->
          random.nextInt(4) == 0
              ? new RevokeContract(anybody(), id, "because")
              : new SignalFailure(
                  mostly(operator()),
                  id,
                  Optional.empty(),
                  "sig-" + ++number,
                  "odd",
                  Severity.LOW,
                  "odd",
                  world.now,
                  List.of());
      case 3, 4, 5 ->
          new EnterPhase(
              mostly(itself(contract.terms().agent())),
              id,
              one(List.of("plan", "build", "ship")),
              "ready");
      case 6, 7 -> new RecordHeartbeat(mostly(itself(contract.terms().agent())), id, "here");
      default -> evidence(contract);
    };
  }

  private RecordEvidence evidence(ContractState contract) {
    var evidence =
        new Evidence(
            one(List.of("tests", "diff")),
            Digest.of("e" + ++number),
            "ci",
            world.now,
            List.of(),
            Fields.with("passed", JsonValue.Bool.of(random.nextInt(4) > 0)).build(),
            Optional.empty());
    return new RecordEvidence(
        mostly(random.nextBoolean() ? operator() : itself(contract.terms().agent())),
        contract.contract(),
        Optional.empty(),
        evidence,
        List.of());
  }

  private LedgerCommand aboutDispatch(ContractState contract, int kind) {
    ContractId id = contract.contract();
    List<DispatchId> open =
        contract.open().keySet().stream().sorted((a, b) -> a.value().compareTo(b.value())).toList();
    contract
        .open()
        .forEach((each, dispatch) -> {
          if (dispatch instanceof Pending pending) {
            seen.computeIfAbsent(each, _ -> new ArrayList<>()).add(pending.shown());
          }
        });
    if (kind < 28) {
      return new PassTime(
          random.nextInt(10) == 0 ? anybody() : LedgerItself.context(Scenario.TENANT), id);
    }
    if (open.isEmpty() || kind < 58) {
      return new RequestDispatch(mostly(itself(contract.terms().agent())), id, request(open));
    }
    DispatchId dispatch = one(open);
    if (contract.open().get(dispatch) instanceof Pending pending && kind < 90) {
      if (!pending.approvals().isEmpty() && random.nextInt(6) == 0) {
        PrincipalId gave = one(pending.approvals()).event().approver();
        return new WithdrawApproval(
            people.stream().filter(who -> who.by().id().equals(gave)).findFirst().orElseThrow(),
            id,
            dispatch,
            "on second thoughts");
      }
      return new AnswerApproval(
          approver(), id, dispatch, random.nextInt(9) > 0, shown(dispatch), "looked at");
    }
    return switch (kind % 6) {
      case 0 -> new WithdrawApproval(approver(), id, dispatch, "no");
      case 1 ->
          new CloseDispatch(
              anybody(), id, dispatch, one(List.of(Closing.values())), "enough", Optional.empty());
      case 2 ->
          new CancelDispatches(
              random.nextInt(10) == 0 ? anybody() : LedgerItself.context(Scenario.TENANT),
              id,
              1 + random.nextInt(2),
              "a path demands it",
              new CausedBy("path-1", "sig-1", OptionalLong.of(1)));
      default ->
          new RecordOutcome(
              mostly(itself(contract.terms().agent())),
              id,
              dispatch,
              one(List.of(Outcome.values())),
              "",
              Optional.empty());
    };
  }

  private Digest shown(DispatchId dispatch) {
    List<Digest> all = seen.getOrDefault(dispatch, List.of(Digest.of("never shown")));
    return random.nextInt(8) == 0 ? one(all) : all.getLast();
  }

  private DispatchRequest request(List<DispatchId> open) {
    var id = open.isEmpty() || random.nextInt(30) > 0 ? new DispatchId("d-" + ++number) : one(open);
    return new DispatchRequest(
        id,
        random.nextInt(25) == 0 ? "pay" : one(List.of("write", "write", "deploy")),
        List.of(resource()),
        Fields.with("amount", JsonValue.Num.of(amount())).build(),
        "the task asks for it",
        Map.of(),
        random.nextInt(30) == 0 ? Set.of("health") : Set.of("internal"),
        random.nextInt(6_000),
        random.nextInt(10) == 0,
        random.nextInt(10) == 0 ? Optional.of("build") : Optional.empty(),
        random.nextInt(15) == 0 ? Optional.of(world.now) : Optional.empty());
  }

  private String resource() {
    return random.nextInt(40) == 0
        ? one(List.of("src/secret/key", "src/app/../secret/key", "lib/x", "src"))
        : one(List.of("src/app/a", "src/app/./b", "src/app/x/../c"));
  }

  private int amount() {
    return switch (random.nextInt(20)) {
      case 0 -> 250 + random.nextInt(45);
      case 1, 2, 3 -> 200 + random.nextInt(50);
      case 4, 5, 6, 7, 8, 9, 10, 11 -> 100 + random.nextInt(100);
      default -> random.nextInt(100);
    };
  }

  private LedgerCommand agent(AgentId id) {
    AgentAuthority agent = world.agent(id);
    Context by = mostly(human("cyd", Set.of(Role.OPERATOR, Role.APPROVER), Set.of("maintainer")));
    if (agent.status() != Status.ACTIVE && random.nextInt(6) > 0) {
      return new ReinstateAgent(
          by, id, Math.max(0, agent.level() - random.nextInt(9) / 8), "looked into");
    }
    return switch (random.nextInt(10)) {
      case 0 ->
          random.nextBoolean()
              ? new SuspendAgent(by, id, "odd", Optional.empty())
              : new RevokeAgent(by, id, "odd");
      case 1, 2, 3 -> new ChangeAgentLevel(by, id, Math.min(3, 1 + random.nextInt(9)), "because");
      case 4, 5, 6 ->
          new AssessAgent(
              random.nextInt(6) == 0 ? by : LedgerItself.context(Scenario.TENANT),
              id,
              agent.epoch(),
              Ladders.record(random.nextInt(9), random.nextInt(9) == 0 ? 1 : 0),
              "p-" + ++number);
      default ->
          new AnswerPromotion(
              people.get(2 + random.nextInt(3)),
              id,
              agent.promotion().map(OpenPromotion::proposal).orElse("p-none"),
              random.nextInt(6) > 0,
              "because");
    };
  }

  /// Now and then somebody else.
  private Context mostly(Context right) {
    return random.nextInt(12) == 0 ? anybody() : right;
  }

  private Context approver() {
    return random.nextInt(8) == 0 ? anybody() : people.get(2 + random.nextInt(5));
  }

  private Context anybody() {
    return one(people);
  }

  private Context operator() {
    return people.getFirst();
  }

  private static Context itself(AgentId agent) {
    return by(agent.value(), Principal.Kind.AGENT, Set.of(Role.AGENT), Set.of());
  }

  private static Context human(String id, Set<Role> roles, Set<String> groups) {
    return by(id, Principal.Kind.HUMAN, roles, groups);
  }

  private static Context by(
      String id, Principal.Kind kind, Set<Role> roles, Set<String> groups, String... onBehalfOf) {
    return new Context(
        new Principal(
            new PrincipalId(id),
            kind,
            Scenario.TENANT,
            roles,
            List.of(onBehalfOf).stream().findFirst().map(PrincipalId::new),
            groups),
        Optional.empty(),
        Optional.empty());
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
