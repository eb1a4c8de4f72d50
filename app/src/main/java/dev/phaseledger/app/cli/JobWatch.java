package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToLongFunction;

/// Waits for a job of the service and tells how far it is. Whoever is told to stop meanwhile stops
/// the job.
final class JobWatch {

  /// How often the service is asked how far it is.
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final LedgerClient client;
  private final String noun;
  private final String path;
  private final PrintWriter err;

  /// @param noun what such a job is called
  /// @param path where such jobs are, with a slash at its end
  JobWatch(LedgerClient client, String noun, String path, PrintWriter err) {
    this.client = client;
    this.noun = noun;
    this.path = path;
    this.err = err;
  }

  /// The job once it is done.
  ///
  /// @param position how far a job is, in entries
  /// @throws CliException if it was cancelled or failed
  Fields ended(String id, ToLongFunction<Fields> position) throws InterruptedException {
    var running = new AtomicBoolean(true);
    Thread cancel =
        new Thread(
            () -> {
              if (running.get()) {
                client.delete(path + id);
              }
            },
            "cancel");
    Runtime.getRuntime().addShutdownHook(cancel);
    try {
      return watched(id, position);
    } finally {
      running.set(false);
      removeHook(cancel);
    }
  }

  private static void removeHook(Thread cancel) {
    try {
      Runtime.getRuntime().removeShutdownHook(cancel);
    } catch (IllegalStateException _) {
      // The program is ending, and the hook runs.
    }
  }

  private Fields watched(String id, ToLongFunction<Fields> position) throws InterruptedException {
    var progress = new Progress(err, "entries judged again");
    while (true) {
      Fields job = client.get(path + id);
      progress.at(position.applyAsLong(job));
      switch (Members.text(job, "state")) {
        case "WAITING", "RUNNING" -> Thread.sleep(PAUSE);
        case "DONE" -> {
          progress.end();
          return job;
        }
        case "CANCELLED" ->
            throw CliException.negative("somebody cancelled %s %s".formatted(noun, id));
        default ->
            throw CliException.negative(
                "%s %s failed: %s"
                    .formatted(noun, id, Members.find(job, "problem").orElse("nobody knows why")));
      }
    }
  }
}
