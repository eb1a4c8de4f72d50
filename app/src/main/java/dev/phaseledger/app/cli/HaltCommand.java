package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.cli.AuthorityAnswer.Change;
import dev.phaseledger.app.cli.AuthorityAnswer.Form;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "halt",
    description = "Stop everything in the tenant: nothing is authorized until a human resumes it.")
final class HaltCommand implements Callable<Integer> {

  @Spec CommandSpec spec = CommandSpec.create();
  @Mixin ServiceOptions service = new ServiceOptions();

  @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
  String reason = "";

  @Option(names = "--json", description = "Print the answer as JSON.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    return AuthorityAnswer.send(
        service,
        spec.commandLine().getOut(),
        Form.of(json),
        new Change("/v1/tenant/halt", Fields.with("reason", new Text(reason)).build()),
        "The tenant is halted",
        "The tenant was halted before");
  }
}
