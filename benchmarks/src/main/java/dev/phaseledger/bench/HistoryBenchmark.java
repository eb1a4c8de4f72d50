package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.ContractCommand.RequestDispatch;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Measures whether deciding costs more the longer a contract's history is: a contract with many
/// past events against one with few, taking turns in every round; and what it takes a fresh node to
/// know the long one, from its snapshot and from its entries.
public final class HistoryBenchmark {

  private static final TenantId TENANT = new TenantId("bench");

  /// Decisions of each fresh node, so that snapshots are met with few and with many events behind
  /// them.
  private static final int DECISIONS_PER_LOAD = 5;

  /// A first guess of how fast a past is made and read, in events per second; only for the
  /// progress.
  private static final long EVENTS_PER_SECOND = 12_000;

  private final ScratchDatabase database;
  private final HistoryTarget.Nodes nodes;
  private final Clock clock;
  private final IdSource ids;
  private final DecisionBenchmark.Progress progress;

  /// Takes what is measured.
  ///
  /// @param database of the nodes
  public HistoryBenchmark(
      ScratchDatabase database,
      HistoryTarget.Nodes nodes,
      Clock clock,
      IdSource ids,
      DecisionBenchmark.Progress progress) {
    this.database = database;
    this.nodes = nodes;
    this.clock = clock;
    this.ids = ids;
    this.progress = progress;
  }

  /// What the contracts of a run share.
  private record Past(DecisionScript script, AgentId agent, List<DispatchDecided> patterns) {}

  /// Measures.
  ///
  /// @throws IllegalStateException if an operation failed, or decided otherwise than it must
  public HistoryReport run(HistoryOptions options) throws InterruptedException {
    DecisionBenchmark.Server server = DecisionBenchmark.look(database, 1);
    var script = new DecisionScript(ids, clock, TENANT);
    var agent = new AgentId("agent-" + ids.next());
    Past past;
    PastContract longOne;
    try (HistoryTarget node = nodes.open()) {
      progress.next("preparing", left(options, 2 * options.events()));
      node.send(script.publishMap());
      node.send(script.registerAgent(agent));
      PastContract sample = PastContract.issued(node, script, TENANT, agent, ids);
      past = new Past(script, agent, sample.patterns(node));
      longOne = PastContract.issued(node, script, TENANT, agent, ids);
      longOne.age(
          node,
          past.patterns(),
          options.events(),
          ids,
          done ->
              progress.next(
                  "recording %,d of %,d events".formatted(done, options.events()),
                  left(options, 2 * options.events() - done)));
    }
    progress.next(
        "folding %,d events".formatted(options.events()), left(options, options.events()));
    long folded;
    // Closing the node finishes the snapshot that it has taken.
    try (HistoryTarget node = nodes.open()) {
      folded = first(node, longOne);
    }
    List<HistoryReport.Round> rounds = measure(options, server, past, longOne);
    return HistoryReport.of(
        clock.instant(),
        options,
        server.machine(),
        rounds,
        folded,
        loads(options, longOne),
        server.cpu().unavailable());
  }

  /// How long a node takes for its first decision under a contract.
  private static long first(HistoryTarget node, PastContract contract) {
    RequestDispatch request = contract.next();
    long start = System.nanoTime();
    PastContract.decide(node, request);
    return System.nanoTime() - start;
  }

  private List<HistoryReport.Round> measure(
      HistoryOptions options, DecisionBenchmark.Server server, Past past, PastContract longOne)
      throws InterruptedException {
    var runner = new CellRunner(server.cpu());
    List<HistoryReport.Round> rounds = new ArrayList<>();
    try (HistoryTarget node = nodes.open()) {
      progress.next("warming up", left(options, 0));
      if (!options.warmup().isZero()) {
        runner.run(new Deciding(node, shortOne(node, past)), 1, options.warmup());
        runner.run(new Deciding(node, longOne), 1, options.warmup());
      }
      for (int round = 1; round <= options.rounds(); round++) {
        progress.next(
            "round %d of %d".formatted(round, options.rounds()),
            options.cell().multipliedBy(2L * (options.rounds() - round + 1)));
        var few = new Deciding(node, shortOne(node, past));
        var many = new Deciding(node, longOne);
        // Whoever comes first meets the other's leftovers: they take turns at that, too.
        if (round % 2 == 1) {
          Measurement first = runner.run(few, 1, options.cell());
          rounds.add(new HistoryReport.Round(first, runner.run(many, 1, options.cell())));
        } else {
          Measurement first = runner.run(many, 1, options.cell());
          rounds.add(new HistoryReport.Round(runner.run(few, 1, options.cell()), first));
        }
      }
    }
    return rounds;
  }

  private PastContract shortOne(HistoryTarget node, Past past) {
    PastContract contract = PastContract.issued(node, past.script(), TENANT, past.agent(), ids);
    contract.age(node, past.patterns(), HistoryOptions.SHORT_EVENTS, ids, _ -> {});
    return contract;
  }

  private List<Long> loads(HistoryOptions options, PastContract contract) {
    List<Long> nanos = new ArrayList<>();
    for (int load = 1; load <= options.loads(); load++) {
      progress.next(
          "fresh node %d of %d".formatted(load, options.loads()),
          Duration.ofSeconds(options.loads() - load));
      try (HistoryTarget node = nodes.open()) {
        nanos.add(first(node, contract));
        for (int i = 1; i < DECISIONS_PER_LOAD; i++) {
          contract.decide(node);
        }
      }
    }
    return nanos;
  }

  private static Duration left(HistoryOptions options, long eventsLeft) {
    return Duration.ofSeconds(eventsLeft / EVENTS_PER_SECOND)
        .plus(options.warmup().multipliedBy(2))
        .plus(options.cell().multipliedBy(2L * options.rounds()))
        .plusSeconds(options.loads());
  }

  /// Requests under one contract, each decided on in full and followed by its outcome.
  private record Deciding(HistoryTarget node, PastContract contract) implements Variant {

    @Override
    public Name name() {
      return Name.DECISION;
    }

    @Override
    public int recordedBytes() {
      throw new UnsupportedOperationException("histories are compared, not entries");
    }

    @Override
    public Cell open(int callers) {
      return new Cell() {
        @Override
        public Caller caller(int number) {
          return new Caller() {
            @Override
            public void ready() {
              // Making the request is part of deciding on it.
            }

            @Override
            public void operate() {
              contract.decide(node);
            }
          };
        }

        @Override
        public void close() {
          // The node is closed by whoever opened it.
        }
      };
    }
  }
}
