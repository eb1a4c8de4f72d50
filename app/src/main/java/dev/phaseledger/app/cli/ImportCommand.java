package dev.phaseledger.app.cli;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.importing.ImportedCall;
import dev.phaseledger.app.importing.ImportedRun;
import dev.phaseledger.app.importing.Importer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = {
      "Put recorded agent runs on record: each call is judged as if it were made now, and the"
          + " verdict is marked as made after the fact.",
      "An interrupted import is resumed by running it again; nothing is recorded twice."
    })
final class ImportCommand implements Callable<Integer> {

  /// Forms of recordings that are understood.
  enum Format {
    OPENAI_MESSAGES;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Parameters(paramLabel = "FILE", description = "Runs: a JSON array, or JSON lines.")
  Path file = Path.of("");

  @Option(
      names = "--format",
      required = true,
      paramLabel = "FORMAT",
      converter = FormatConverter.class,
      description = "How runs are written. Known: openai-messages")
  Format format = Format.OPENAI_MESSAGES;

  @Option(
      names = {"--map", "--profile"},
      required = true,
      paramLabel = "PROFILE.yaml",
      description = "How the runs are read: agent, contract, tools and facts.")
  Path profile = Path.of("");

  @Option(
      names = "--invariants",
      paramLabel = "MAP.yaml",
      description = "The invariant map to judge by. Default: the one that the profile names.")
  @Nullable Path invariants;

  @Option(names = "--json", description = "Print the summary as JSON.")
  boolean json;

  static final class FormatConverter implements picocli.CommandLine.ITypeConverter<Format> {
    @Override
    public Format convert(String value) {
      for (Format format : Format.values()) {
        if (format.toString().equals(value)) {
          return format;
        }
      }
      throw new picocli.CommandLine.TypeConversionException(
          "'" + value + "' is not known; known: openai-messages");
    }
  }

  @Override
  public Integer call() throws IOException {
    ExampleFiles files = ExampleFiles.of(profile, invariants);
    try (LedgerClient client = service.client()) {
      List<ImportedRun> runs = run(client, files, file, spec.commandLine().getErr());
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(summary(runs)));
      } else {
        print(runs, out);
      }
    }
    return ExitCode.OK;
  }

  /// Imports a file and shows how far it is.
  static List<ImportedRun> run(LedgerClient client, ExampleFiles files, Path file, PrintWriter err)
      throws IOException {
    Progress progress = new Progress(err, "runs");
    try {
      return new Importer(client, files.profile(), files.invariants())
          .importFile(file, run -> progress.step());
    } catch (InvalidFieldException failure) {
      throw CliException.usage(file + ": " + failure.getMessage());
    } finally {
      progress.end();
    }
  }

  private static Map<Verdict, Long> verdicts(List<ImportedRun> runs) {
    Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
    for (ImportedRun run : runs) {
      for (ImportedCall call : run.calls()) {
        call.verdict().ifPresent(verdict -> verdicts.merge(verdict, 1L, Long::sum));
      }
    }
    return verdicts;
  }

  private static Fields summary(List<ImportedRun> runs) {
    Fields.Builder verdicts = Fields.builder();
    verdicts(runs).forEach((verdict, count) -> verdicts.put(verdict.name(), count));
    return Fields.with("imported", new Text(""))
        .put("imported", runs.stream().filter(run -> !run.skipped()).count())
        .put("skipped", runs.stream().filter(ImportedRun::skipped).count())
        .put("verdicts", verdicts.build())
        .put(
            "refusals",
            Items.ofTexts(runs.stream().flatMap(run -> run.refusals().stream()).toList()))
        .build();
  }

  static void print(List<ImportedRun> runs, PrintWriter out) {
    long skipped = runs.stream().filter(ImportedRun::skipped).count();
    out.println(
        "Imported "
            + (runs.size() - skipped)
            + " runs"
            + (skipped == 0 ? "." : "; " + skipped + " were on record already."));
    Table table = new Table();
    verdicts(runs).forEach((verdict, count) -> table.row(verdict, count));
    table.print(out);
    List<String> refusals = runs.stream().flatMap(run -> run.refusals().stream()).toList();
    if (!refusals.isEmpty()) {
      out.println("Not recorded: " + refusals.size());
      refusals.stream().limit(20).forEach(refusal -> out.println("  " + refusal));
    }
  }
}
