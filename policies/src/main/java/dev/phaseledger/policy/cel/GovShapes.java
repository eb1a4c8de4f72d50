package dev.phaseledger.policy.cel;

import static dev.phaseledger.policy.cel.FieldType.Simple.BOOL;
import static dev.phaseledger.policy.cel.FieldType.Simple.INT;
import static dev.phaseledger.policy.cel.FieldType.Simple.STRING;
import static dev.phaseledger.policy.cel.FieldType.Simple.TIMESTAMP;

import dev.phaseledger.policy.cel.FieldType.ListOf;
import dev.phaseledger.policy.cel.FieldType.MapOf;
import dev.phaseledger.policy.cel.FieldType.Struct;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The inputs that every map has, whatever it declares itself.
public final class GovShapes {

  /// A dispatch's parameters; a map declares its members.
  public static final String PARAMETERS = "gov.Parameters";

  /// A contract's attributes; a map declares its members.
  public static final String ATTRIBUTES = "gov.Attributes";

  /// The facts; a map declares its members.
  public static final String FACTS = "gov.Facts";

  /// The counters; a map declares its members.
  public static final String COUNTERS = "gov.Counters";

  /// A map's own parameters.
  public static final String PARAMS = "gov.Params";

  /// A map's own variables.
  public static final String VARIABLES = "gov.Variables";

  private static final FieldType TEXTS = new ListOf(STRING);

  /// What is wished for.
  public static final Shape COMMAND =
      new Shape(
          "gov.Command",
          fields()
              .with(STRING, "id", "type", "action", "tool", "branch", "env")
              .with(TEXTS, "paths", "resources", "dataClasses")
              .with(new MapOf(STRING), "labels")
              .with(INT, "estCostMicros", "requiredLevel", "diffLines")
              .with(BOOL, "irreversible")
              .with(STRING, "requestedBy", "phase", "justification")
              .with(new Struct(PARAMETERS), "parameters")
              .map());

  /// Who wishes it.
  public static final Shape AGENT =
      new Shape(
          "gov.Agent",
          fields()
              .with(STRING, "id", "principal", "tier")
              .with(INT, "level")
              .with(TEXTS, "roles")
              .with(BOOL, "suspended")
              .with(TIMESTAMP, "grantExpiresAt")
              .map());

  /// What was granted.
  public static final Shape CONTRACT =
      new Shape(
          "gov.Contract",
          fields()
              .with(STRING, "id", "agent", "task", "parent", "template")
              .with(TEXTS, "allowedPaths", "deniedGlobs", "allowedTools", "dataClasses")
              .with(TEXTS, "phases", "approvers")
              .with(INT, "version", "requiredLevel", "maxActions")
              .with(INT, "budgetMicros", "maxActionsPerHour", "quorum")
              .with(TIMESTAMP, "notBefore", "notAfter")
              .with(new Struct(ATTRIBUTES), "attributes")
              .map());

  /// The run the dispatch belongs to.
  public static final Shape RUN =
      new Shape(
          "gov.Run",
          fields()
              .with(STRING, "id", "state", "commit")
              .with(TIMESTAMP, "startedAt")
              .with(INT, "openIncidents", "retries")
              .with(BOOL, "frozen")
              .map());

  /// What has been used so far.
  public static final Shape HISTORY =
      new Shape(
          "gov.History", fields().with(INT, "spentMicros").with(new MapOf(INT), "counters").map());

  /// What the agent has come to know in its work, by data classes.
  public static final Shape CONTEXT =
      new Shape(
          "gov.Context",
          fields().with(TEXTS, "dataClasses", "sessionDataClasses").with(STRING, "session").map());

  /// One piece of evidence.
  public static final Shape EVIDENCE =
      new Shape(
          "gov.Evidence",
          fields()
              .with(STRING, "kind", "by", "commit", "digest")
              .with(TIMESTAMP, "at")
              .with(BOOL, "passed")
              .map());

  /// One human's answer.
  public static final Shape APPROVAL =
      new Shape(
          "gov.Approval",
          fields()
              .with(STRING, "by", "role")
              .with(TEXTS, "roles")
              .with(TIMESTAMP, "at")
              .with(BOOL, "approved")
              .map());

  /// Who takes a step that is not a dispatch: who answers, reports, issues, promotes or publishes.
  public static final Shape ACTOR =
      new Shape("gov.Actor", fields().with(STRING, "id", "kind").with(TEXTS, "roles").map());

  /// The answer to a pending dispatch that is being given.
  public static final Shape ANSWER =
      new Shape("gov.Answer", fields().with(BOOL, "approved").with(STRING, "reason").map());

  /// The phase that is to be entered.
  public static final Shape TRANSITION =
      new Shape("gov.Transition", fields().with(STRING, "from", "to", "justification").map());

  /// What became of a dispatch.
  public static final Shape OUTCOME =
      new Shape(
          "gov.Outcome", fields().with(STRING, "status", "detail").with(INT, "costMicros").map());

  /// The promotion that is to be granted.
  public static final Shape PROMOTION =
      new Shape("gov.Promotion", fields().with(INT, "from", "to").with(STRING, "reason").map());

  /// The document that is to be put in force.
  public static final Shape PUBLICATION =
      new Shape(
          "gov.Publication",
          fields()
              .with(STRING, "kind", "name", "owner")
              .with(INT, "version", "previousVersion")
              .map());

  /// The shapes whose members are fixed.
  public static final List<Shape> FIXED =
      List.of(
          COMMAND,
          AGENT,
          CONTRACT,
          RUN,
          HISTORY,
          CONTEXT,
          EVIDENCE,
          APPROVAL,
          ACTOR,
          ANSWER,
          TRANSITION,
          OUTCOME,
          PROMOTION,
          PUBLICATION);

  private GovShapes() {}

  /// The variables that expressions start from, with their types.
  public static Map<String, FieldType> variables() {
    Map<String, FieldType> variables = new LinkedHashMap<>();
    variables.put("command", new Struct(COMMAND.name()));
    variables.put("agent", new Struct(AGENT.name()));
    variables.put("contract", new Struct(CONTRACT.name()));
    variables.put("run", new Struct(RUN.name()));
    variables.put("history", new Struct(HISTORY.name()));
    variables.put("counters", new Struct(COUNTERS));
    variables.put("context", new Struct(CONTEXT.name()));
    variables.put("evidence", new ListOf(new Struct(EVIDENCE.name())));
    variables.put("approvals", new ListOf(new Struct(APPROVAL.name())));
    variables.put("actor", new Struct(ACTOR.name()));
    variables.put("answer", new Struct(ANSWER.name()));
    variables.put("transition", new Struct(TRANSITION.name()));
    variables.put("outcome", new Struct(OUTCOME.name()));
    variables.put("promotion", new Struct(PROMOTION.name()));
    variables.put("publication", new Struct(PUBLICATION.name()));
    variables.put("facts", new Struct(FACTS));
    variables.put("params", new Struct(PARAMS));
    variables.put("variables", new Struct(VARIABLES));
    variables.put("now", TIMESTAMP);
    return Collections.unmodifiableMap(variables);
  }

  private static Fields fields() {
    return new Fields(new LinkedHashMap<>());
  }

  private record Fields(Map<String, FieldType> map) {
    Fields with(FieldType type, String... names) {
      for (String name : names) {
        map.put(name, type);
      }
      return this;
    }
  }
}
