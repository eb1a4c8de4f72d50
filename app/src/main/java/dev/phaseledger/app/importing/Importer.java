package dev.phaseledger.app.importing;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Puts the runs of a file on record through a running service: the same path of decision as live
/// traffic. Several runs go at a time; the order within a run is kept.
public final class Importer {

  /// Runs under way at a time.
  static final int RUNS_AT_A_TIME = 8;

  private final LedgerClient client;
  private final Profile profile;
  private final Optional<String> invariantMap;

  /// Prepares an import.
  ///
  /// @param invariantMap the source of the map to judge by; published if it is not in force yet
  public Importer(LedgerClient client, Profile profile, Optional<String> invariantMap) {
    this.client = client;
    this.profile = profile;
    this.invariantMap = invariantMap;
  }

  /// Imports a file.
  ///
  /// @param progress told of each run that is done
  /// @return what became of each run, in the order of the file
  /// @throws InvalidFieldException naming the line that cannot be read; runs before it are imported
  public List<ImportedRun> importFile(Path file, Consumer<ImportedRun> progress)
      throws IOException {
    registerAgent();
    invariantMap.ifPresent(this::publish);
    List<Future<ImportedRun>> runs = new ArrayList<>();
    AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    Semaphore places = new Semaphore(RUNS_AT_A_TIME);
    try (RunReader reader = RunReader.open(file);
        ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      TranscriptReader transcripts = new TranscriptReader(profile);
      Map<String, Long> seen = new HashMap<>();
      Optional<RunReader.Located> next = reader.next();
      while (next.isPresent() && failure.get().isEmpty()) {
        RunImport run = prepare(transcripts, next.get(), seen);
        places.acquireUninterruptibly();
        runs.add(
            workers.submit(() -> {
              try {
                ImportedRun done = run.execute();
                progress.accept(done);
                return done;
              } catch (RuntimeException failed) {
                failure.compareAndSet(Optional.empty(), Optional.of(failed));
                throw failed;
              } finally {
                places.release();
              }
            }));
        next = reader.next();
      }
    }
    return results(runs);
  }

  private RunImport prepare(
      TranscriptReader transcripts, RunReader.Located located, Map<String, Long> seen) {
    try {
      Transcript transcript = transcripts.read(located.run());
      Long earlier = seen.putIfAbsent(transcript.runId(), located.line());
      if (earlier != null) {
        throw new InvalidFieldException(
            "run " + transcript.runId(), "is in the file twice; first in line " + earlier);
      }
      Digest content = Digest.of(Json.bytes(located.run()));
      return new RunImport(client, profile, transcript, content);
    } catch (InvalidFieldException failure) {
      throw new InvalidFieldException(
          "line " + located.line() + ", " + failure.field(), failure.reason());
    }
  }

  private static List<ImportedRun> results(List<Future<ImportedRun>> runs) {
    List<ImportedRun> results = new ArrayList<>();
    for (Future<ImportedRun> run : runs) {
      try {
        results.add(run.get());
      } catch (ExecutionException failure) {
        if (failure.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException("importing a run failed", failure.getCause());
      } catch (InterruptedException failure) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while importing", failure);
      }
    }
    return results;
  }

  private void registerAgent() {
    Profile.Agent agent = profile.agent();
    String id = agent.id().value();
    if (client.find("/v1/agents/" + LedgerClient.escape(id)).isEmpty()) {
      client.post(
          "/v1/agents",
          Fields.with("agentId", new Text(id))
              .put("description", agent.description())
              .put("level", agent.level())
              .build(),
          "import-agent-" + id);
    }
  }

  private void publish(String source) {
    boolean inForce =
        Members.objects(client.get("/v1/invariant-maps?size=500"), "items").stream()
            .filter(map -> map.members().get("active") == Bool.TRUE)
            .anyMatch(map -> Members.find(map, "source").equals(Optional.of(source)));
    if (!inForce) {
      client.post(
          "/v1/invariant-maps",
          Fields.with("source", new Text(source)).build(),
          "import-map-" + Digest.of(source).hex());
    }
  }
}
