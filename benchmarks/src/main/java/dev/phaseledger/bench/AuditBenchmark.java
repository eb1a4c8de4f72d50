package dev.phaseledger.bench;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures how long auditors wait: pages of a large ledger by several filters, a trail, and how
/// things stood in the middle of it. Asked over HTTP, one after the other, with whole answers read.
public final class AuditBenchmark {

  private static final TenantId TENANT = new TenantId("bench");
  private static final int CONTRACTS = 50;
  private static final double MILLI_NANOS = 1e6;
  private static final double MEDIAN = 0.5;
  private static final double P95 = 0.95;

  private static final List<FigureReport.Column> COLUMNS =
      List.of(
          new FigureReport.Column(
              "p50Millis", "p50 ms", "%,.1f", "half of the answers took no longer"),
          new FigureReport.Column(
              "p95Millis", "p95 ms", "%,.1f", "95 of 100 answers took no longer"),
          new FigureReport.Column("items", "items", "%,.0f", "entries in the answer"));

  private final ScratchDatabase database;
  private final AuditTarget target;
  private final Clock clock;
  private final IdSource ids;
  private final DecisionBenchmark.Progress progress;

  public AuditBenchmark(
      ScratchDatabase database,
      AuditTarget target,
      Clock clock,
      IdSource ids,
      DecisionBenchmark.Progress progress) {
    this.database = database;
    this.target = target;
    this.clock = clock;
    this.ids = ids;
    this.progress = progress;
  }

  /// How much is measured.
  ///
  /// @param entries that the ledger is to hold, about
  /// @param requests of each kind
  public record Options(int entries, int requests) {

    /// Entries, at least: a few for each contract.
    public static final int ENTRIES_MIN = 500;

    /// Entries, at most.
    public static final int ENTRIES_MAX = 10_000_000;

    /// Requests of each kind, at most.
    public static final int REQUESTS_MAX = 100_000;

    public Options {
      if (entries < ENTRIES_MIN || entries > ENTRIES_MAX) {
        throw new InvalidFieldException(
            "entries", "must be from " + ENTRIES_MIN + " to " + ENTRIES_MAX);
      }
      if (requests < 1 || requests > REQUESTS_MAX) {
        throw new InvalidFieldException("requests", "must be from 1 to " + REQUESTS_MAX);
      }
    }
  }

  /// Fills the ledger and measures.
  ///
  /// @throws IllegalStateException if a decision was other than it must be
  public FigureReport run(Options options) throws InterruptedException {
    Server server = Server.of(database);
    DispatchDecided sample = seed(options);
    progress.next("folding", Duration.ZERO);
    target.settle();
    List<FigureReport.Row> rows = new ArrayList<>();
    paths(options, sample)
        .forEach((name, path) -> {
          progress.next(name, Duration.ZERO);
          rows.add(row(name, path, options));
        });
    return new FigureReport(
        "audit",
        clock.instant(),
        server.machine(),
        Fields.with("entries", JsonValue.Num.of(options.entries()))
            .put("requests", options.requests())
            .build(),
        COLUMNS,
        rows,
        server.remarks());
  }

  /// Each contract has an agent of its own, and its past lies together in the log: so those of the
  /// first ones are old.
  private DispatchDecided seed(Options options) {
    var script = new DecisionScript(ids, clock, TENANT);
    target.send(script.publishMap());
    List<DispatchDecided> patterns = List.of();
    for (int number = 0; number < CONTRACTS; number++) {
      progress.next("contract %d of %d".formatted(number + 1, CONTRACTS), Duration.ZERO);
      var agent = new AgentId("agent-" + number);
      target.send(script.registerAgent(agent));
      PastContract contract = PastContract.issued(target, script, TENANT, agent, ids);
      if (patterns.isEmpty()) {
        patterns = contract.patterns(target);
        contract = PastContract.issued(target, script, TENANT, agent, ids);
      }
      contract.age(target, patterns, options.entries() / CONTRACTS, ids, _ -> {});
    }
    return patterns.getFirst();
  }

  private static Map<String, String> paths(Options options, DispatchDecided sample) {
    String resource = sample.request().resources().getFirst();
    String page = "/v1/audit/entries";
    Map<String, String> paths = new LinkedHashMap<>();
    paths.put("all", page);
    paths.put("agent", page + "?agent=agent-3");
    paths.put("principal", page + "?principal=user:past");
    paths.put("action", page + "?action=" + escaped(sample.request().action()));
    paths.put("verdict", page + "?verdict=VETOED");
    paths.put("agent and verdict", page + "?agent=agent-3&verdict=AUTHORIZED&order=oldest");
    paths.put("resource", page + "?resource=" + escaped(resource));
    paths.put("resource, none", page + "?resource=no/such/place");
    paths.put("words", page + "?text=" + escaped(sample.request().justification()));
    paths.put("words, none", page + "?text=nowhere");
    paths.put("type", page + "?type=contract.issued");
    paths.put("positions", page + "?toPosition=" + options.entries() / 2);
    paths.put("policy", page + "?policy=" + escaped(sample.judgement().basis().policy().value()));
    paths.put("trail", "/v1/dispatches/" + sample.request().id() + "/trail");
    paths.put("authority", "/v1/agents/agent-3/authority?asOf=" + options.entries() / 2);
    paths.put("contract", "/v1/contracts/" + sample.contract() + "/state");
    return paths;
  }

  private FigureReport.Row row(String name, String path, Options options) {
    long[] nanos = new long[options.requests()];
    String answer = "";
    for (int request = 0; request < nanos.length; request++) {
      long start = System.nanoTime();
      answer = target.read(path);
      nanos[request] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return new FigureReport.Row(
        name,
        path,
        List.of(
            figure(percentile(nanos, MEDIAN) / MILLI_NANOS),
            figure(percentile(nanos, P95) / MILLI_NANOS),
            figure(items(answer))));
  }

  private static double percentile(long[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  private static Optional<Spread> figure(double value) {
    return Optional.of(Spread.of(List.of(value)));
  }

  private static double items(String answer) {
    if (!(Json.parse(answer) instanceof Fields fields)) {
      throw new IllegalStateException("the answer is no object");
    }
    return fields.find("items").orElse(new Items(List.of(new Text("one")))) instanceof Items items
        ? items.values().size()
        : 1;
  }

  private static String escaped(String value) {
    return java.net.URLEncoder.encode(value, java.nio.charset.StandardCharsets.UTF_8);
  }
}
