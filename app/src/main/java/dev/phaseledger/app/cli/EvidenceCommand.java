package dev.phaseledger.app.cli;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.client.ServiceException;
import dev.phaseledger.command.evidence.report.ReportFormat;
import dev.phaseledger.command.evidence.report.Reports;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "evidence",
    description = "Put on record what shows how work under a contract turned out.",
    subcommands = EvidenceCommand.Add.class,
    synopsisSubcommandLabel = "COMMAND")
final class EvidenceCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "name a command: add");
  }

  @Command(
      name = "add",
      description = {
        "Send a report of tests (JUnit XML) or of an analysis (SARIF 2.1.0). The ledger keeps the file,"
            + " reads it itself and records what it says.",
        "A report that did not pass is recorded just as well, and that is a positive answer."
      })
  static final class Add implements Callable<Integer> {

    private static final int NOT_FOUND = 404;

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin ServiceOptions service = new ServiceOptions();

    @Parameters(paramLabel = "FILE", description = "The report.")
    Path file = Path.of("");

    @Option(
        names = "--contract",
        required = true,
        paramLabel = "ID",
        description = "The contract that it is evidence under.")
    String contract = "";

    @Option(names = "--dispatch", paramLabel = "ID", description = "The dispatch that it is about.")
    @Nullable String dispatch;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        description = "junit-xml or sarif. Default: what the file looks like")
    @Nullable String format;

    @Option(
        names = "--kind",
        paramLabel = "KIND",
        description = "What kind of evidence it is. Default: tests, or analysis for SARIF")
    @Nullable String kind;

    @Option(
        names = "--commit",
        paramLabel = "COMMIT",
        description = "What was tested or analysed, as you say.")
    @Nullable String commit;

    @Option(names = "--json", description = "Print the answer as JSON.")
    boolean json;

    @Override
    public Integer call() throws IOException {
      String id = new ContractId(contract).value();
      byte[] report = report();
      ReportFormat named = format(report);
      String path =
          "/v1/evidence/reports?contractId="
              + LedgerClient.escape(id)
              + "&format="
              + LedgerClient.escape(named.label())
              + parameter("dispatchId", Optional.ofNullable(dispatch).map(DispatchId::new))
              + parameter("kind", Optional.ofNullable(kind))
              + parameter("commit", Optional.ofNullable(commit));
      Fields answer;
      try (LedgerClient client = service.client()) {
        answer = client.post(path, report, key());
      } catch (ServiceException failure) {
        if (failure.status() == NOT_FOUND) {
          throw CliException.negative("there is no contract '" + id + "'");
        }
        throw failure;
      }
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Json.text(answer));
      } else {
        print(named, answer, out);
      }
      return ExitCode.OK;
    }

    /// No more of the file than the service takes: it may be anything.
    private byte[] report() throws IOException {
      if (!Files.isRegularFile(file)) {
        throw CliException.usage("there is no file " + file);
      }
      try (InputStream in = Files.newInputStream(file)) {
        byte[] report = in.readNBytes(Reports.REPORT_BYTES_MAX + 1);
        if (report.length > Reports.REPORT_BYTES_MAX) {
          throw CliException.usage(file + " is larger than " + Reports.REPORT_BYTES_MAX + " bytes");
        }
        return report;
      }
    }

    private ReportFormat format(byte[] report) {
      return Optional.ofNullable(format)
          .map(ReportFormat::named)
          .or(() -> ReportFormat.guess(report))
          .orElseThrow(() ->
              CliException.usage(
                  file
                      + " looks like neither XML nor a JSON object; name its format with --format"));
    }

    private static String parameter(String name, Optional<?> value) {
      return value
          .map(given -> "&" + name + "=" + LedgerClient.escape(String.valueOf(given)))
          .orElse("");
    }

    private static void print(ReportFormat format, Fields answer, PrintWriter out) {
      Fields claims = Members.object(answer, "claims");
      boolean passed = claims.find("passed").filter(Bool.TRUE::equals).isPresent();
      StringJoiner counts = new StringJoiner(", ");
      for (String name :
          switch (format) {
            case JUNIT_XML -> new String[] {"tests", "failures", "errors", "skipped"};
            case SARIF -> new String[] {"errors", "warnings", "notes", "suppressed"};
          }) {
        counts.add(Members.number(claims, name) + " " + name);
      }
      out.println(
          "Read %s: %s (%s)."
              .formatted(Members.text(answer, "kind"), passed ? "passed" : "did not pass", counts));
      out.println(
          "On record at position %d as %s."
              .formatted(Members.number(answer, "position"), Members.text(answer, "id")));
    }

    /// Another one for each run: the same report may be evidence twice.
    private static String key() {
      byte[] random = new byte[16];
      new SecureRandom().nextBytes(random);
      return "evidence-" + HexFormat.of().formatHex(random);
    }
  }
}
