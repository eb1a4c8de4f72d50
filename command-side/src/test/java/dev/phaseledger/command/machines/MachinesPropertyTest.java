package dev.phaseledger.command.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.command.LedgerCommand;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.contract.ContractSnapshot;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.machines.Policies.Halt;
import dev.phaseledger.command.machines.Policies.Ladder;
import dev.phaseledger.command.machines.Policies.Rules;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever anybody sends, in whichever order: nothing leaves the tables, nothing is released that
/// is not granted at that time, and no authority grows without a grant.
class MachinesPropertyTest {

  private static final int SEEDS = 200;
  private static final int COMMANDS = 200;
  private static final Map<String, Integer> SEEN = new TreeMap<>();

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingHappensThatIsNotGranted(long seed) {
    var random = new Random(seed);
    var world = new World();
    var commands = new RandomCommands(random, world);
    List<AgentRegistered> agents = agents();
    agents.forEach(world::register);
    Oracle oracle = new Oracle();
    agents.forEach(oracle::register);
    for (int n = 0; n < COMMANDS; n++) {
      time(random, world);
      policy(random, world);
      LedgerCommand command = commands.next();
      int before = world.log().size();
      try {
        oracle.follow(command, world, world.perform(command));
      } catch (ForbiddenException
          | InvalidFieldException
          | NotFoundException
          | StaleVersionException _) {
        // What is refused leaves nothing behind: the books go on agreeing with the state.
        assertThat(world.log()).hasSize(before);
        oracle.follow(command, world, List.of());
      } catch (AssertionError | RuntimeException failure) {
        throw new AssertionError(
            "seed %d, command %d: %s at %s".formatted(seed, n, command, world.now), failure);
      }
    }
    requireSameFold(seed, world, agents);
    world
        .log()
        .forEach(each -> SEEN.merge(each.event().getClass().getSimpleName(), 1, Integer::sum));
    SEEN.merge("released", oracle.releases, Integer::sum);
  }

  /// A property that watches nothing holds always: all that contracts and agents go through must
  /// have been seen, and often.
  @AfterAll
  static void sawEverything() {
    assertThat(SEEN.keySet())
        .contains(
            "ContractIssued",
            "ContractAmended",
            "ContractDelegated",
            "ContractEnded",
            "ContractRevoked",
            "PhaseDecided",
            "DispatchDecided",
            "DispatchRejudged",
            "DispatchClosed",
            "ApprovalRecorded",
            "ApprovalWithdrawn",
            "ApprovalEscalated",
            "EvidenceRecorded",
            "OutcomeRecorded",
            "FailureSignalled",
            "HeartbeatRecorded",
            "AgentLevelChanged",
            "AgentSuspended",
            "AgentRevoked",
            "AgentReinstated",
            "PromotionProposed",
            "PromotionAnswered");
    assertThat(SEEN).hasEntrySatisfying("released", n -> assertThat(n).isGreaterThan(SEEDS * 5));
  }

  private static List<AgentRegistered> agents() {
    return RandomCommands.AGENTS.stream()
        .map(agent -> new AgentRegistered(agent, "codes", 3, Holder.OWNER, Set.of()))
        .toList();
  }

  private static void time(Random random, World world) {
    int minutes = random.nextInt(25) == 0 ? 90 : 4;
    world.now = world.now.plus(Duration.ofSeconds(random.nextInt(60 * minutes)));
    if (random.nextInt(20) == 0 && !world.contracts().isEmpty()) {
      List<ContractId> all = List.copyOf(world.contracts().keySet());
      world.restore(all.get(random.nextInt(all.size())));
    }
  }

  private static void policy(Random random, World world) {
    Policies now = world.policies;
    world.policies =
        switch (random.nextInt(90)) {
          case 0 -> new Policies(now.rules(), now.ladder(), Halt.HALTED);
          case 1, 2, 3, 4, 5, 6, 7, 8, 9 -> new Policies(now.rules(), now.ladder(), Halt.RUNNING);
          case 10, 11 ->
              new Policies(
                  random.nextBoolean() ? Rules.ONE_APPROVER : Rules.TWO_APPROVERS,
                  now.ladder(),
                  now.halt());
          case 12 ->
              new Policies(
                  now.rules(), random.nextBoolean() ? Ladder.NONE : Ladder.WORK, now.halt());
          default -> now;
        };
  }

  /// The state that was gone along with, over snapshots, is the one that the log gives.
  private static void requireSameFold(long seed, World world, List<AgentRegistered> registered) {
    Map<ContractId, ContractState> contracts = new LinkedHashMap<>();
    Map<AgentId, AgentAuthority> agents = new LinkedHashMap<>();
    registered.forEach(e -> agents.put(e.agent(), AgentAuthority.registered(e)));
    for (World.Recorded each : world.log()) {
      switch (each.event()) {
        case ContractIssued e -> contracts.put(e.contract(), ContractState.issued(e));
        case ContractEvent e ->
            contracts.computeIfPresent(e.contract(), (_, s) -> s.evolve(e, each.cause()));
        case AgentEvent e ->
            agents.computeIfPresent(e.agent(), (_, s) -> s.evolve(e, each.cause().at()));
        default -> throw new IllegalStateException("unexpected " + each.event());
      }
    }
    assertThat(agents).as("seed %d", seed).isEqualTo(world.agents());
    assertThat(contracts.keySet()).as("seed %d", seed).isEqualTo(world.contracts().keySet());
    contracts.forEach((id, state) ->
        assertThat(ContractSnapshot.encode(state))
            .as("seed %d, contract %s", seed, id)
            .isEqualTo(ContractSnapshot.encode(world.contract(id))));
  }
}
