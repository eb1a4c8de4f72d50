package dev.phaseledger.command.machines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StaleVersionException;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.LadderPublished;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.PolicyEvent.TenantResumed;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.authority.TenantPolicy;
import dev.phaseledger.command.backtest.Candidate;
import dev.phaseledger.command.backtest.CandidateFold;
import dev.phaseledger.command.backtest.Comparison;
import dev.phaseledger.command.backtest.Comparison.Judged;
import dev.phaseledger.command.backtest.FlipTable;
import dev.phaseledger.command.backtest.RecordedFold;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.machines.Policies.Halt;
import dev.phaseledger.command.machines.Policies.Ladder;
import dev.phaseledger.command.machines.Policies.Rules;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.InvariantMaps;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Random histories judged again: by what they were judged by, and by something else.
class BacktestTest {

  private static final int SEEDS = 120;
  private static final int COMMANDS = 200;
  private static final Set<Verdict> VERDICTS = EnumSet.noneOf(Verdict.class);
  private static final Set<Judgement.Effect> EFFECTS = EnumSet.noneOf(Judgement.Effect.class);
  private static long decisions;
  private static long flips;
  private static long moot;

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void derivesEveryVerdictAgainThatIsOnRecord(long seed) {
    List<RecordedEvent> log = log(seed);
    long recorded = log.stream().filter(entry -> isDecision(entry.event())).count();
    var candidate = new Candidate(Optional.empty(), 1);

    List<Comparison> one = perDecision(log, candidate);
    List<Comparison> all = stateful(log, candidate);

    assertThat(one).hasSize((int) recorded).allSatisfy(BacktestTest::requireSame);
    assertThat(all).hasSize((int) recorded).allSatisfy(BacktestTest::requireSame);
    decisions += recorded;
    one.forEach(comparison -> {
      VERDICTS.add(comparison.recorded().verdict());
      comparison.recorded().results().stream()
          .filter(result -> result.outcome() == InvariantResult.Outcome.VIOLATED)
          .forEach(result -> EFFECTS.add(result.effect()));
    });
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void followsAnyHistoryWhereverAnotherPolicyLeads(long seed) {
    List<RecordedEvent> log = log(seed);
    var random = new Random(seed);
    long from = 1L + random.nextInt(log.size());
    var candidate = new Candidate(Optional.of(other(random)), from);

    List<Comparison> all = stateful(log, candidate);

    long recorded =
        log.stream().filter(entry -> entry.position() >= from && isDecision(entry.event())).count();
    assertThat(all).hasSize((int) recorded);
    FlipTable table = new FlipTable();
    all.forEach(table::add);
    FlipTable.Summary summary = table.summary();
    assertThat(summary.judged() + summary.moot()).isEqualTo(recorded);
    assertThat(summary.unreadable()).isZero();
    assertThat(summary.first().map(flip -> flip.place().position()))
        .isEqualTo(
            all.stream()
                .filter(each -> each instanceof Judged judged && judged.flipped())
                .map(each -> each.place().position())
                .findFirst());
    flips += summary.flipped();
    moot += summary.moot();
  }

  @AfterAll
  static void sawEverything() {
    assertThat(VERDICTS)
        .containsExactlyInAnyOrder(
            Verdict.AUTHORIZED,
            Verdict.CONSTRAINED,
            Verdict.APPROVAL_REQUIRED,
            Verdict.DEFERRED,
            Verdict.VETOED);
    assertThat(EFFECTS)
        .contains(
            Judgement.Effect.DEMOTE,
            Judgement.Effect.CONSTRAIN,
            Judgement.Effect.REQUIRE_APPROVAL,
            Judgement.Effect.DEFER,
            Judgement.Effect.VETO,
            Judgement.Effect.REVOKE);
    assertThat(decisions).isGreaterThan(SEEDS * 20L);
    assertThat(flips).isGreaterThan(SEEDS);
    assertThat(moot).isPositive();
  }

  private static void requireSame(Comparison comparison) {
    assertThat(comparison).isInstanceOf(Judged.class);
    Judged judged = (Judged) comparison;
    assertThat(judged.anew()).isEqualTo(judged.recorded());
  }

  private static boolean isDecision(LedgerEvent event) {
    return event instanceof DispatchDecided || event instanceof DispatchRejudged;
  }

  private static List<Comparison> perDecision(List<RecordedEvent> log, Candidate candidate) {
    var fold = new RecordedFold(candidate);
    // Judged only after everything is folded: what was handed out must not move.
    var retrials = log.stream().flatMap(entry -> fold.next(entry).stream()).toList();
    return retrials.stream().map(retrial -> retrial.judge(Opener.NONE)).toList();
  }

  private static List<Comparison> stateful(List<RecordedEvent> log, Candidate candidate) {
    var fold = new CandidateFold(candidate, Opener.NONE);
    return log.stream().flatMap(entry -> fold.next(entry).stream()).toList();
  }

  /// The map with other thresholds and other effects.
  private static CompiledMap other(Random random) {
    String source = amounts(Policies.first()).source();
    List<String> effects =
        List.of("{effect: VETO}", "{effect: REVOKE}", "{effect: DEMOTE, levels: 1}");
    return InvariantMaps.compile(
        source
            .replace("< 100", "< " + random.nextInt(200))
            .replace("{effect: VETO}", effects.get(random.nextInt(3)))
            .replace("{effect: REVOKE}", effects.get(random.nextInt(3)))
            .replace("timeout: 3h", "timeout: " + (2 + random.nextInt(4)) + "h"));
  }

  private static CompiledMap amounts(Policies policies) {
    return Objects.requireNonNull(policies.inForce().maps().get("amounts"));
  }

  /// One random history, as it would be read back.
  private static List<RecordedEvent> log(long seed) {
    var random = new Random(seed);
    var world = new World();
    var log = new ArrayList<RecordedEvent>();
    List<AgentRegistered> agents =
        RandomCommands.AGENTS.stream()
            .map(agent -> new AgentRegistered(agent, "codes", 3, Holder.OWNER, Set.of()))
            .toList();
    agents.forEach(world::register);
    agents.forEach(event -> record(log, event, Holder.OWNER, world));
    published(null, world.policies).forEach(event -> record(log, event, Holder.OWNER, world));
    var commands = new RandomCommands(random, world);
    for (int n = 0; n < COMMANDS; n++) {
      world.now = world.now.plus(Duration.ofSeconds(random.nextInt(300)));
      Policies before = world.policies;
      world.policies = policies(random, before);
      published(before, world.policies).forEach(event -> record(log, event, Holder.OWNER, world));
      try {
        world
            .perform(commands.next())
            .forEach(each -> record(log, each.event(), each.cause().actor(), world));
      } catch (ForbiddenException
          | InvalidFieldException
          | NotFoundException
          | StaleVersionException _) {
        // What is refused is not on record.
      }
    }
    return log;
  }

  private static Policies policies(Random random, Policies now) {
    return switch (random.nextInt(60)) {
      case 0 -> new Policies(now.rules(), now.ladder(), Halt.HALTED);
      case 1, 2, 3, 4, 5, 6 -> new Policies(now.rules(), now.ladder(), Halt.RUNNING);
      case 7 ->
          new Policies(
              now.rules() == Rules.ONE_APPROVER ? Rules.TWO_APPROVERS : now.rules(),
              now.ladder(),
              now.halt());
      case 8 -> new Policies(now.rules(), Ladder.WORK, now.halt());
      default -> now;
    };
  }

  private static List<PolicyEvent> published(@Nullable Policies before, Policies now) {
    List<PolicyEvent> events = new ArrayList<>();
    if (before == null || before.rules() != now.rules()) {
      CompiledMap map = amounts(now);
      events.add(new InvariantMapPublished(map.name(), map.version(), map.digest(), map.source()));
    }
    if (now.ladder() == Ladder.WORK && (before == null || before.ladder() != now.ladder())) {
      TenantPolicy policy = now.inForce();
      policy
          .ladder()
          .map(ladder ->
              new LadderPublished(
                  ladder.name(), ladder.version(), ladder.digest(), ladder.source()))
          .ifPresent(events::add);
    }
    if (before != null && before.halt() != now.halt()) {
      events.add(
          now.halt() == Halt.HALTED ? new TenantHalted("incident") : new TenantResumed("over"));
    }
    return events;
  }

  private static void record(
      List<RecordedEvent> log, LedgerEvent event, PrincipalId actor, World world) {
    StreamId stream =
        switch (event) {
          case ContractEvent e -> StreamId.contract(Scenario.TENANT, e.contract());
          case AgentEvent e -> StreamId.agent(Scenario.TENANT, e.agent());
          default -> StreamId.policy(Scenario.TENANT);
        };
    long sequence = log.stream().filter(entry -> entry.stream().equals(stream)).count();
    log.add(
        new RecordedEvent(
            "event-" + log.size(),
            stream,
            sequence,
            log.size() + 1L,
            log.size(),
            world.now,
            actor,
            Optional.empty(),
            event));
  }
}
