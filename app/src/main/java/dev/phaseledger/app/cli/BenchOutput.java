package dev.phaseledger.app.cli;

import dev.phaseledger.bench.Report;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/// The form in which a measurement is printed.
final class BenchOutput {

  @Option(names = "--json", description = "Print one line of JSON.")
  boolean json;

  void print(CommandSpec spec, Report report) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(report.json());
    } else {
      out.print(report.text());
      out.flush();
    }
  }
}
