package dev.phaseledger.app.cli;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.cli.AuthorityAnswer.Change;
import dev.phaseledger.app.cli.AuthorityAnswer.Form;
import dev.phaseledger.app.client.LedgerClient;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "agent",
    description = "Register agents, look at them, and change their authority.",
    synopsisSubcommandLabel = "COMMAND")
final class AgentCommand implements Runnable {

  @Spec CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "name a command: register, list, show, level, suspend, revoke, reinstate, promotions, promote or reject-promotion");
  }

  @Command(name = "register", description = "Make an agent known.")
  int register(
      @Parameters(paramLabel = "AGENT", description = "Its name.") String agent,
      @Option(
              names = "--level",
              paramLabel = "LEVEL",
              description = "The level it starts at; leave it out where a ladder is in force.")
          @Nullable Integer level,
      @Option(names = "--description", defaultValue = "", description = "What it is for.")
          String description,
      @Option(
              names = "--owner",
              paramLabel = "ID",
              description = "Who answers for it. Default: you")
          @Nullable String owner,
      @Option(
              names = "--agent-role",
              split = ",",
              paramLabel = "ROLE",
              description = "A label that invariants may read; may be repeated.")
          @Nullable List<String> roles,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    String id = new AgentId(agent).value();
    Fields.Builder body =
        Fields.with("agentId", new Text(id)).put("description", new Text(description));
    if (level != null) {
      body.put("level", level);
    }
    if (owner != null) {
      body.put("owner", new Text(owner));
    }
    if (roles != null) {
      body.put("roles", Items.ofTexts(new TreeSet<>(roles)));
    }
    return AuthorityAnswer.send(
        service,
        spec.commandLine().getOut(),
        Form.of(json),
        new Change("/v1/agents", body.build()),
        "Agent " + id + " is registered",
        "Agent " + id + " was registered before");
  }

  @Command(name = "list", description = "List the agents.")
  int list(
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the agents as JSON.") boolean json)
      throws IOException {
    return AgentLists.agents(service, spec.commandLine().getOut(), Form.of(json));
  }

  @Command(name = "show", description = "Show an agent and its work on record.")
  int show(
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the agent as JSON.") boolean json)
      throws IOException {
    String id = new AgentId(agent).value();
    Fields view;
    try (LedgerClient client = service.client()) {
      view =
          client
              .find("/v1/agents/" + LedgerClient.escape(id))
              .orElseThrow(() -> CliException.negative("there is no agent '" + id + "'"));
    }
    if (json) {
      spec.commandLine().getOut().println(Json.text(view));
    } else {
      AgentLists.print(view, spec.commandLine().getOut());
    }
    return ExitCode.OK;
  }

  @Command(
      name = "level",
      description = "Change an agent's level. Where a ladder is in force it can only be lowered.")
  int level(
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent,
      @Parameters(paramLabel = "LEVEL", description = "The level.") int level,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields body = Fields.with("reason", new Text(reason)).put("level", level).build();
    return change(service, json, agent, "level", body, "holds level " + level);
  }

  @Command(name = "suspend", description = "Stop an agent until a human reinstates it.")
  int suspend(
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return change(service, json, agent, "suspension", why(reason), "is suspended");
  }

  @Command(name = "revoke", description = "Take an agent's authority away.")
  int revoke(
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return change(service, json, agent, "revocation", why(reason), "is revoked");
  }

  @Command(
      name = "reinstate",
      description = "Let an agent act again, at a level not above the one it held.")
  int reinstate(
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent,
      @Option(names = "--level", required = true, paramLabel = "LEVEL", description = "The level.")
          int level,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    Fields body = Fields.with("reason", new Text(reason)).put("level", level).build();
    return change(service, json, agent, "reinstatement", body, "is active at level " + level);
  }

  @Command(name = "promotions", description = "List the proposed promotions that wait for humans.")
  int promotions(
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the proposals as JSON.") boolean json)
      throws IOException {
    return AgentLists.promotions(service, spec.commandLine().getOut(), Form.of(json));
  }

  @Command(name = "promote", description = "Grant a proposed promotion.")
  int promote(
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent,
      @Parameters(paramLabel = "PROPOSAL", description = "The proposal.") String proposal,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return answer(service, json, agent, proposal, Bool.TRUE, reason);
  }

  @Command(name = "reject-promotion", description = "Reject a proposed promotion.")
  int rejectPromotion(
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent,
      @Parameters(paramLabel = "PROPOSAL", description = "The proposal.") String proposal,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
          String reason,
      @Mixin ServiceOptions service,
      @Option(names = "--json", description = "Print the answer as JSON.") boolean json)
      throws IOException {
    return answer(service, json, agent, proposal, Bool.FALSE, reason);
  }

  private int answer(
      ServiceOptions service,
      boolean json,
      String agent,
      String proposal,
      Bool granted,
      String reason)
      throws IOException {
    Fields body = Fields.with("granted", granted).put("reason", new Text(reason)).build();
    String path = "promotions/" + LedgerClient.escape(proposal) + "/answer";
    String done = "is answered: proposal " + proposal;
    return change(
        service,
        json,
        agent,
        path,
        body,
        done + (granted.equals(Bool.TRUE) ? " granted" : " rejected"));
  }

  private int change(
      ServiceOptions service, boolean json, String agent, String what, Fields body, String done)
      throws IOException {
    String id = new AgentId(agent).value();
    return AuthorityAnswer.send(
        service,
        spec.commandLine().getOut(),
        Form.of(json),
        new Change("/v1/agents/" + LedgerClient.escape(id) + "/" + what, body),
        "Agent " + id + " " + done,
        "Agent " + id + ": it was so before");
  }

  private static Fields why(String reason) {
    return Fields.with("reason", new Text(reason)).build();
  }
}
