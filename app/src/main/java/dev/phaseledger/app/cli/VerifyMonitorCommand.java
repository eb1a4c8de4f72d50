package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.ServiceException;
import dev.phaseledger.app.client.UnreachableException;
import dev.phaseledger.app.service.MeasuredLedger;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.monitor.Monitor;
import dev.phaseledger.proof.monitor.MonitorState;
import dev.phaseledger.proof.monitor.MonitorVerdict;
import dev.phaseledger.proof.monitor.StateFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "monitor",
    description = {
      "Watch a running service: that its log only grows, keeps what it has shown before, has the"
          + " root that its entries give, and is signed by its key.",
      "Ends with exit code 1 at the first alarm: fork, shrink, unverifiable-signature,"
          + " rotation-refused, entries-differ or stale. What was remembered stays as it was."
    })
final class VerifyMonitorCommand implements Callable<Integer> {

  private static final int SERVER_FAULT = 500;

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();
  @Mixin TrustedKeyOption key = new TrustedKeyOption();

  @Option(
      names = "--state",
      required = true,
      paramLabel = "FILE",
      description = "Where it remembers what it has seen; made at the first look.")
  Path state = Path.of("");

  @Option(names = "--once", description = "Look once and end.")
  boolean once;

  @Option(
      names = "--interval",
      defaultValue = "PT1M",
      paramLabel = "DURATION",
      description = "Time between two looks. Default: ${DEFAULT-VALUE}")
  Duration interval = Duration.ofMinutes(1);

  @Option(
      names = "--max-age",
      defaultValue = "P1D",
      paramLabel = "DURATION",
      description =
          "How long the log may be without a newer checkpoint before it is stale; PT0S"
              + " allows any time. Default: ${DEFAULT-VALUE}")
  Duration ageMax = Duration.ofDays(1);

  @Option(names = "--json", description = "Print each look as JSON, one on each line.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    if (interval.isNegative() || interval.isZero() || ageMax.isNegative()) {
      throw CliException.usage("--interval must be positive and --max-age not negative");
    }
    Clock clock = MeasuredLedger.clock();
    StateFile file = new StateFile(state);
    MonitorState remembered = remembered(file, clock);
    try (LedgerClient client = service.client()) {
      Monitor monitor = new Monitor(new HttpServedLog(client), clock, ageMax);
      while (true) {
        try {
          Monitor.Look look = monitor.look(remembered);
          if (!look.state().equals(remembered)) {
            remembered = look.state();
            file.save(remembered);
          }
          int exitCode = report(look.verdict());
          if (once || exitCode != ExitCode.OK) {
            return exitCode;
          }
        } catch (UnreachableException | ServiceException failure) {
          if (once || isRefusal(failure)) {
            throw failure;
          }
          // No answer is no finding: the next look may have one.
          spec.commandLine().getErr().println("ledger: " + failure.getMessage());
        }
        pause();
      }
    }
  }

  private static boolean isRefusal(RuntimeException failure) {
    return failure instanceof ServiceException refusal && refusal.status() < SERVER_FAULT;
  }

  private MonitorState remembered(StateFile file, Clock clock) throws IOException {
    TrustedKeys keys = key.keys();
    MonitorState loaded =
        file.load().orElseGet(() -> MonitorState.startingWith(keys, clock.instant()));
    if (!loaded.chain().anchors().equals(keys)) {
      throw CliException.usage(state + " was begun with another key than the one given");
    }
    return loaded;
  }

  private int report(MonitorVerdict verdict) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(json ? Json.text(toJson(verdict)) : sentence(verdict));
    return verdict instanceof MonitorVerdict.Alarm ? ExitCode.NEGATIVE : ExitCode.OK;
  }

  private static String sentence(MonitorVerdict verdict) {
    return switch (verdict) {
      case MonitorVerdict.Consistent seen ->
          "%s: %d entries of %s, %d new, signed by key %s.%s"
              .formatted(
                  Terminal.ansi().string("@|green Consistent|@"),
                  seen.head().size(),
                  seen.origin(),
                  seen.grewBy(),
                  seen.keyId(),
                  seen.rotations() > 0 ? " The key was rotated." : "");
      case MonitorVerdict.Nothing _ -> "Nothing yet: the log has no entries.";
      case MonitorVerdict.Alarm alarm ->
          "%s %s: %s"
              .formatted(
                  Terminal.ansi().string("@|bold,red ALARM|@"),
                  alarm.kind().code(),
                  alarm.sentence());
    };
  }

  private static Fields toJson(MonitorVerdict verdict) {
    return switch (verdict) {
      case MonitorVerdict.Consistent seen ->
          Fields.with("verified", Bool.TRUE)
              .put("origin", seen.origin())
              .put("entries", seen.head().size())
              .put("root", seen.head().root().base64())
              .put("new", seen.grewBy())
              .put("rotations", seen.rotations())
              .put("keyId", seen.keyId().toString())
              .build();
      case MonitorVerdict.Nothing _ -> Fields.with("verified", Bool.TRUE).put("entries", 0).build();
      case MonitorVerdict.Alarm alarm ->
          Fields.with("verified", Bool.FALSE)
              .put("alarm", new Text(alarm.kind().code()))
              .put("sentence", alarm.sentence())
              .build();
    };
  }

  private void pause() {
    try {
      Thread.sleep(interval);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw CliException.usage("interrupted");
    }
  }
}
