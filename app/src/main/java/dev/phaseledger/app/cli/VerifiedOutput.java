package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.proof.ProofException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How the verifying commands answer: a sentence or JSON, and an exit code.
abstract class VerifiedOutput implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print the result as JSON.")
  boolean json;

  /// What was verified, in a sentence and as members.
  record Verified(String sentence, Fields members) {}

  /// Verifies, or throws what refutes it.
  abstract Verified verify() throws IOException;

  @Override
  public final Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try {
      Verified verified = verify();
      if (json) {
        Fields.Builder all = Fields.with("verified", Bool.TRUE);
        verified.members().members().forEach(all::put);
        out.println(Json.text(all.build()));
      } else {
        out.println(Terminal.ansi().string("@|green Verified|@: ") + verified.sentence());
      }
      return ExitCode.OK;
    } catch (ProofException failure) {
      if (json) {
        out.println(
            Json.text(
                Fields.with("verified", Bool.FALSE)
                    .put("reason", failure.reason().code())
                    .put("sentence", String.valueOf(failure.getMessage()))
                    .build()));
      } else {
        out.println(
            "%s: %s (%s)"
                .formatted(
                    Terminal.ansi().string("@|bold,red NOT verified|@"),
                    failure.getMessage(),
                    failure.reason().code()));
      }
      return ExitCode.NEGATIVE;
    }
  }
}
