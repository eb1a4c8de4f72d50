package dev.phaseledger.app.cli;

import dev.phaseledger.app.service.MeasuredLedger;
import dev.phaseledger.bench.HttpLoadGenerator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "http-load",
    hidden = true,
    description =
        "What 'bench decision --http' starts to ask its service; told over standard input.")
final class BenchHttpLoadCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Clock clock = MeasuredLedger.clock();
    HttpLoadGenerator.run(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        spec.commandLine().getOut(),
        clock,
        MeasuredLedger.ids(clock));
    return ExitCode.OK;
  }
}
