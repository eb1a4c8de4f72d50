package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.app.service.MeasuredLedger;
import dev.phaseledger.app.webhook.Webhook;
import dev.phaseledger.app.webhook.WebhookProbe;
import dev.phaseledger.app.webhook.WebhooksFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "webhook",
    description = "Manage who outside is told when a revocation path says so.",
    synopsisSubcommandLabel = "COMMAND")
final class WebhookCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "name a command: add, list, test, remove or deliveries");
  }

  @Command(
      name = "add",
      description = {
        "Add a webhook and print its signing secret, once.",
        "A running service knows it from its next message on."
      })
  int add(
      @Parameters(paramLabel = "NAME", description = "What revocation paths call it.") String name,
      @Parameters(paramLabel = "URL", description = "Where it listens: https://...") String url,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "The data directory. Default: $$LEDGER_DATA or data")
          @Nullable Path data)
      throws IOException {
    spec.commandLine().getOut().println(file(data).add(name, url));
    return ExitCode.OK;
  }

  @Command(name = "list", description = "List the webhooks, without their secrets.")
  int list(
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "The data directory. Default: $$LEDGER_DATA or data")
          @Nullable Path data)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (Webhook webhook : file(data).read()) {
      out.println(webhook.name() + "  " + webhook.url());
    }
    return ExitCode.OK;
  }

  @Command(name = "test", description = "Send a webhook a signed message that means nothing, once.")
  int test(
      @Parameters(paramLabel = "NAME", description = "What revocation paths call it.") String name,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "The data directory. Default: $$LEDGER_DATA or data")
          @Nullable Path data,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Path root = root(data);
    if (file(data).read().stream().noneMatch(webhook -> webhook.name().equals(name))) {
      throw CliException.negative("there is no webhook '" + name + "'");
    }
    Optional<String> problem =
        WebhookProbe.send(root, name, RandomKeys.next("test"), MeasuredLedger.clock().instant());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Fields.Builder answer = Fields.with("taken", Bool.of(problem.isEmpty()));
      problem.ifPresent(why -> answer.put("problem", why));
      out.println(Json.text(answer.build()));
    } else {
      out.println(
          problem
              .map(why -> "Webhook '" + name + "' did not take it: " + why + ".")
              .orElse("Webhook '" + name + "' took it."));
    }
    return problem.isEmpty() ? ExitCode.OK : ExitCode.NEGATIVE;
  }

  @Command(name = "remove", description = "Remove a webhook and its secret.")
  int remove(
      @Parameters(paramLabel = "NAME", description = "What revocation paths call it.") String name,
      @Option(
              names = "--data",
              paramLabel = "DIR",
              description = "The data directory. Default: $$LEDGER_DATA or data")
          @Nullable Path data)
      throws IOException {
    if (!file(data).remove(name)) {
      throw CliException.negative("there is no webhook '" + name + "'");
    }
    return ExitCode.OK;
  }

  @Command(name = "deliveries", description = "Show who was told, and who could not be.")
  int deliveries(
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields answer;
    try (LedgerClient client = service.client()) {
      answer = client.get("/v1/webhooks/deliveries");
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.text(answer));
      return ExitCode.OK;
    }
    for (Fields delivery : Members.objects(answer, "items")) {
      out.println(
          "%s  %s  %s  %d attempts  %s"
              .formatted(
                  Members.text(delivery, "id"),
                  Members.text(delivery, "webhook"),
                  Members.text(delivery, "state"),
                  Members.number(delivery, "attempts"),
                  Members.find(delivery, "problem").orElse("")));
    }
    return ExitCode.OK;
  }

  private static WebhooksFile file(@Nullable Path data) {
    return new WebhooksFile(root(data));
  }

  private static Path root(@Nullable Path data) {
    Path root = Homes.data(data);
    if (!Files.isDirectory(root)) {
      throw CliException.usage(
          root + " is no data directory yet; start the service once, or name another with --data");
    }
    return root;
  }
}
