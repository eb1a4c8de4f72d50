package dev.phaseledger.app.cli;

import dev.phaseledger.app.client.LedgerClient;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which entries of the ledger are meant. The service checks the values and names what is wrong.
final class EntryFilterOptions {

  @Option(names = "--from", paramLabel = "TIME", description = "Recorded then or later.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Recorded before.")
  @Nullable String to;

  @Option(names = "--from-position", paramLabel = "N", description = "There or behind.")
  @Nullable String fromPosition;

  @Option(names = "--to-position", paramLabel = "N", description = "There or in front.")
  @Nullable String toPosition;

  @Option(
      names = "--agent",
      paramLabel = "ID",
      description = "About an agent, or under its contracts.")
  @Nullable String agent;

  @Option(names = "--principal", paramLabel = "ID", description = "Caused by a principal.")
  @Nullable String principal;

  @Option(
      names = "--on-behalf-of",
      paramLabel = "ID",
      description = "Caused by somebody who acts for that human.")
  @Nullable String onBehalfOf;

  @Option(names = "--contract", paramLabel = "ID", description = "Under a contract.")
  @Nullable String contract;

  @Option(names = "--dispatch", paramLabel = "ID", description = "Concerning a dispatch.")
  @Nullable String dispatch;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "What was recorded, such as agent.revoked.")
  @Nullable String type;

  @Option(names = "--action", paramLabel = "ACTION", description = "Requests for an action.")
  @Nullable String action;

  @Option(
      names = "--resource",
      paramLabel = "PREFIX",
      description = "Requests for resources that begin so.")
  @Nullable String resource;

  @Option(
      names = "--verdict",
      paramLabel = "VERDICT",
      description = "AUTHORIZED, CONSTRAINED, APPROVAL_REQUIRED, DEFERRED or VETOED.")
  @Nullable String verdict;

  @Option(
      names = "--invariant",
      paramLabel = "MAP/NAME",
      description = "What did not hold; contract/CLAUSE for a clause.")
  @Nullable String invariant;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      description = "Judged by it: a digest, or a map's or ladder's NAME@VERSION.")
  @Nullable String policy;

  @Option(names = "--phase", paramLabel = "PHASE", description = "In or into a phase.")
  @Nullable String phase;

  @Option(names = "--evidence", paramLabel = "DIGEST", description = "Naming evidence.")
  @Nullable String evidence;

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "Requests labelled with a run, and what concerns them.")
  @Nullable String run;

  @Option(
      names = "--text",
      paramLabel = "WORDS",
      description = "Words that people and agents wrote: all of them; \"a phrase\", or, -without.")
  @Nullable String text;

  @Option(
      names = "--gate",
      paramLabel = "MAP/NAME",
      description = "Where it asked for approval; ladder/level-N for a level.")
  @Nullable String gate;

  @Option(
      names = "--state",
      paramLabel = "STATES",
      description = "Concerning dispatches in a state by now, such as FAILED,UNKNOWN.")
  @Nullable String state;

  @Option(
      names = "--sign",
      paramLabel = "SIGN",
      description = "unasked, incident, in-run, replan, facts-read, stale-facts or after-the-fact.")
  @Nullable String sign;

  /// What was given, by the names of the service's parameters.
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    put(values, "from", from);
    put(values, "to", to);
    put(values, "fromPosition", fromPosition);
    put(values, "toPosition", toPosition);
    put(values, "agent", agent);
    put(values, "principal", principal);
    put(values, "onBehalfOf", onBehalfOf);
    put(values, "contract", contract);
    put(values, "dispatch", dispatch);
    put(values, "type", type);
    put(values, "action", action);
    put(values, "resource", resource);
    put(values, "verdict", verdict);
    put(values, "invariant", invariant);
    put(values, "policy", policy);
    put(values, "phase", phase);
    put(values, "evidence", evidence);
    put(values, "run", run);
    put(values, "text", text);
    put(values, "gate", gate);
    put(values, "state", state);
    put(values, "sign", sign);
    return values;
  }

  /// The filter as query parameters, each with an ampersand in front.
  String parameters() {
    return values().entrySet().stream()
        .map(value -> parameter(value.getKey(), value.getValue()))
        .collect(Collectors.joining());
  }

  private static void put(Map<String, String> values, String name, @Nullable String value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  static String parameter(String name, @Nullable String value) {
    return value == null ? "" : "&" + name + "=" + LedgerClient.escape(value);
  }
}
