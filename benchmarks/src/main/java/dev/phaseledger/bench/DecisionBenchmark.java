package dev.phaseledger.bench;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Measures full decisions against plain inserts and a stock event store.
///
/// All of them run on one PostgreSQL server in one run, and take turns in every round, so that
/// whatever else the machine is doing meets all of them alike.
public final class DecisionBenchmark {

  private static final TenantId TENANT = new TenantId("bench");

  /// Variants of a run, whichever they are.
  private static final int VARIANTS = 3;

  private static final String BACKEND = "SELECT pg_backend_pid()";

  private static final String FREE_CONNECTIONS =
      """
      SELECT current_setting('max_connections')::int - (SELECT count(*) FROM pg_stat_activity
        WHERE backend_type = 'client backend')
      """;

  private final ScratchDatabase database;
  private final DecisionTarget target;
  private final Optional<HttpTarget> http;
  private final Clock clock;
  private final IdSource ids;
  private final Progress progress;

  /// Takes what is measured.
  ///
  /// @param database where the baselines write
  /// @param target the ledger, on the same server
  public DecisionBenchmark(
      ScratchDatabase database,
      DecisionTarget target,
      Clock clock,
      IdSource ids,
      Progress progress) {
    this(database, target, Optional.empty(), clock, ids, progress);
  }

  private DecisionBenchmark(
      ScratchDatabase database,
      DecisionTarget target,
      Optional<HttpTarget> http,
      Clock clock,
      IdSource ids,
      Progress progress) {
    this.database = database;
    this.target = target;
    this.http = http;
    this.clock = clock;
    this.ids = ids;
    this.progress = progress;
  }

  /// Measures a whole service: decisions within its process, and decisions that it is asked for
  /// over HTTP. Its projections run meanwhile, as they do in service.
  public static DecisionBenchmark ofService(
      ScratchDatabase database, HttpTarget service, Clock clock, IdSource ids, Progress progress) {
    return new DecisionBenchmark(database, service, Optional.of(service), clock, ids, progress);
  }

  /// Learns how far a run has come.
  @FunctionalInterface
  public interface Progress {

    /// Called before each step of the run.
    ///
    /// @param left how long the run still takes, about
    void next(String step, Duration left);
  }

  /// Measures.
  ///
  /// @throws InvalidFieldException if the server has too few connections for so many callers
  /// @throws IllegalStateException if an operation failed, or decided otherwise than it must
  public DecisionReport run(BenchmarkOptions options) throws InterruptedException {
    Server server = look(options);
    progress.next("preparing", left(options, 0, options.rounds()));
    List<Contender> variants = variants(options, server.cpu());
    Map<Variant.Name, Integer> recordedBytes = new EnumMap<>(Variant.Name.class);
    variants.forEach(variant -> recordedBytes.put(variant.name(), variant.recordedBytes()));
    var runner = new CellRunner(server.cpu());
    warmUp(options, variants, runner);
    List<List<Measurement>> rounds = new ArrayList<>();
    for (int round = 1; round <= options.rounds(); round++) {
      rounds.add(round(round, options, variants, runner));
    }
    return DecisionReport.of(
        clock.instant(),
        options,
        server.machine(),
        recordedBytes,
        rounds,
        server.cpu().unavailable());
  }

  private List<Contender> variants(BenchmarkOptions options, CpuTimes cpu) {
    var script = new DecisionScript(ids, clock, TENANT);
    var decisions = new FullDecisions(target, script, ids, options.callersMax());
    var inserts = new PlainInserts(database);
    if (http.isPresent()) {
      return List.of(
          inserts,
          decisions,
          new HttpDecisions(
              http.get(), script, ids, cpu, options.callersMax(), decisions.recordedBytes()));
    }
    return List.of(inserts, new StockAxon(database, ids), decisions);
  }

  private Measurement measure(Contender variant, CellRunner runner, int callers, Duration length)
      throws InterruptedException {
    Measurement measured = variant.measure(runner, callers, length);
    if (http.isPresent()) {
      http.get().settle();
    }
    return measured;
  }

  /// Under as many callers as the run has at most: that is when code is compiled as it will run.
  private void warmUp(BenchmarkOptions options, List<Contender> variants, CellRunner runner)
      throws InterruptedException {
    if (options.warmup().isZero()) {
      return;
    }
    for (int done = 0; done < variants.size(); done++) {
      Contender variant = variants.get(done);
      progress.next("warming up " + variant.name().label(), left(options, done, options.rounds()));
      measure(variant, runner, options.callersMax(), options.warmup());
    }
  }

  private List<Measurement> round(
      int round, BenchmarkOptions options, List<Contender> variants, CellRunner runner)
      throws InterruptedException {
    List<Measurement> cells = new ArrayList<>();
    Duration after = left(options, variants.size(), options.rounds() - round);
    int cellsLeft = options.callers().size() * variants.size();
    for (int callers : options.callers()) {
      for (Contender variant : variants) {
        progress.next(
            "round %d of %d: %s, %d callers"
                .formatted(round, options.rounds(), variant.name().label(), callers),
            after.plus(options.cell().multipliedBy(cellsLeft--)));
        cells.add(measure(variant, runner, callers, options.cell()));
      }
    }
    return cells;
  }

  private static Duration left(BenchmarkOptions options, int warmedUp, int rounds) {
    int variants = VARIANTS;
    long cells = (long) rounds * options.callers().size() * variants;
    return options
        .warmup()
        .multipliedBy(variants - warmedUp)
        .plus(options.cell().multipliedBy(cells));
  }

  record Server(Machine machine, CpuTimes cpu) {}

  private Server look(BenchmarkOptions options) {
    return look(database, options.callersMax());
  }

  static Server look(ScratchDatabase database, int callersMax) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      long free = number(statement, FREE_CONNECTIONS);
      if (free < callersMax) {
        throw new InvalidFieldException(
            "callers",
            "has %d, but the server has %d connections left: raise its max_connections"
                .formatted(callersMax, free));
      }
      return new Server(
          Machine.describe(connection), CpuTimes.of(Path.of("/proc"), number(statement, BACKEND)));
    } catch (SQLException e) {
      throw new StoreException("looking at the server", e);
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
