package dev.phaseledger.bench;

import com.cedarpolicy.BasicAuthorizationEngine;
import com.cedarpolicy.model.AuthorizationRequest;
import com.cedarpolicy.model.AuthorizationResponse;
import com.cedarpolicy.model.AuthorizationSuccessResponse;
import com.cedarpolicy.model.exception.AuthException;
import com.cedarpolicy.model.exception.CacheException;
import com.cedarpolicy.model.policy.Policy;
import com.cedarpolicy.model.policy.PolicySet;
import com.cedarpolicy.value.CedarList;
import com.cedarpolicy.value.CedarMap;
import com.cedarpolicy.value.DateTime;
import com.cedarpolicy.value.EntityTypeName;
import com.cedarpolicy.value.EntityUID;
import com.cedarpolicy.value.PrimBool;
import com.cedarpolicy.value.PrimLong;
import com.cedarpolicy.value.PrimString;
import com.cedarpolicy.value.Value;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.DecisionInput.Approval;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The twenty rules as Cedar policies that forbid, asked for through Cedar's own Java binding.
///
/// Cedar has neither loops nor regular expressions, so whoever embeds it works out beforehand where
/// the paths lie, whether the branch names its ticket, and how many have approved; the hand-written
/// rules do that here. Policies are parsed once.
final class CedarRules implements PolicyContender {

  private static final String ACTION = SampleRequest.ACTION;

  /// When a request is forbidden, one condition per rule.
  private static final List<String> FORBIDDEN =
      List.of(
          "!context.command.inScope",
          "context.command.denied",
          "context.command.climbs",
          "context.agent.level < context.command.requiredLevel",
          """
          context.command.env == "prod" && (context.agent.level < 4 || context.command.irreversible)\
          """,
          "context.history.spentMicros + context.command.estCostMicros > context.contract.budgetMicros",
          "context.history.actions1h >= context.contract.maxActionsPerHour",
          "context.history.failures24h >= 5",
          "context.history.denials24h >= 20",
          """
          !(context has tests && context.tests.passed && context.tests.commit == context.run.commit \
          && context.now.durationSince(context.tests.at) < duration("24h"))\
          """,
          """
          context.approvers.contains(context.command.requestedBy) \
          || context.approvers.contains(context.agent.id)\
          """,
          "context.command.irreversible && context.qualified < 2",
          "!context.contract.dataClasses.containsAll(context.command.dataClasses)",
          "context.now < context.contract.notBefore || context.now >= context.contract.notAfter",
          "!context.command.namesTicket",
          """
          !context.contract.allowedTools.contains(context.command.tool) \
          || !["development", "test", "staging", "prod"].contains(context.command.env)\
          """,
          """
          !["RUNNING", "RESUMED"].contains(context.run.state) || context.run.frozen \
          || context.run.openIncidents != 0\
          """,
          """
          context.agent.suspended || context.agent.grantExpiresAt <= context.now \
          || !context.agent.roles.contains("coder")\
          """,
          """
          !context.maintained && (context.command.files > 50 \
          || context.command.diffLines > (if context.agent.tier == "trusted" then 2000 else 500))\
          """,
          "context.pipeline.frozen || context.pipeline.failedBuilds != 0");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final EntityTypeName AGENT = type("Agent");
  private static final EntityTypeName CONTRACT = type("Contract");
  private static final EntityUID WRITE = type("Action").of(ACTION);

  private final BasicAuthorizationEngine engine = new BasicAuthorizationEngine();
  private final PolicySet policies;

  private CedarRules(PolicySet policies) {
    this.policies = policies;
  }

  /// Loads the native library and parses the policies.
  static CedarRules load() {
    Set<Policy> policies = new LinkedHashSet<>();
    policies.add(new Policy("permit(principal, action, resource);", "base"));
    for (int i = 0; i < FORBIDDEN.size(); i++) {
      String rule =
          "forbid(principal, action == Action::\"%s\", resource) when { %s };"
              .formatted(ACTION, FORBIDDEN.get(i));
      policies.add(new Policy(rule, Integer.toString(i)));
    }
    PolicySet set = new PolicySet(policies);
    try {
      set.cache();
    } catch (CacheException e) {
      throw new IllegalStateException("Cedar refuses the policies: " + e.getMessage(), e);
    }
    return new CedarRules(set);
  }

  @Override
  public int broken(DecisionInput input) {
    return broken(request(input));
  }

  /// What to ask Cedar about an input.
  AuthorizationRequest request(DecisionInput input) {
    return new AuthorizationRequest(
        AGENT.of(input.agent().id().value()),
        WRITE,
        CONTRACT.of(input.contract().value()),
        context(input));
  }

  /// The rules that a request breaks that was made beforehand.
  int broken(AuthorizationRequest request) {
    AuthorizationSuccessResponse answer = ask(request);
    if (!answer.getErrors().isEmpty()) {
      throw new IllegalStateException("Cedar has no value for a rule: " + answer.getErrors());
    }
    int broken = 0;
    if (!answer.isAllowed()) {
      for (String rule : answer.getReason()) {
        broken |= 1 << Integer.parseInt(rule);
      }
    }
    return broken;
  }

  private AuthorizationSuccessResponse ask(AuthorizationRequest request) {
    try {
      AuthorizationResponse response = engine.isAuthorized(request, policies, Set.of());
      return response.success.orElseThrow(
          () -> new IllegalStateException("Cedar gives no answer: " + response));
    } catch (AuthException e) {
      throw new IllegalStateException("Cedar gives no answer: " + e.getMessage(), e);
    }
  }

  private static Map<String, Value> context(DecisionInput input) {
    Map<String, Value> context = new HashMap<>();
    context.put("command", command(input));
    context.put("agent", agent(input));
    context.put("contract", contract(input));
    context.put("run", run(input));
    context.put(
        "history",
        record(
            Map.of(
                "spentMicros", whole(input.history().spentMicros()),
                "actions1h",
                    whole(Objects.requireNonNull(input.history().counters().get("actions_1h"))),
                "failures24h",
                    whole(Objects.requireNonNull(input.history().counters().get("failures_24h"))),
                "denials24h",
                    whole(Objects.requireNonNull(input.history().counters().get("denials_24h"))))));
    for (Evidence evidence : input.evidence()) {
      if (evidence.kind().equals("tests")) {
        context.put(
            "tests",
            record(
                Map.of(
                    "passed", bool(HandWrittenRules.yes(evidence.claims(), "passed")),
                    "commit", text(HandWrittenRules.text(evidence.claims(), "commit")),
                    "at", time(evidence.at()))));
      }
    }
    CedarList approvers = new CedarList();
    for (Approval approval : input.approvals()) {
      approvers.add(text(approval.by().value()));
    }
    context.put("approvers", approvers);
    context.put("qualified", whole(HandWrittenRules.qualified(input)));
    context.put("maintained", bool(HandWrittenRules.maintained(input)));
    JsonValue.Fields pipeline = HandWrittenRules.pipeline(input);
    context.put(
        "pipeline",
        record(
            Map.of(
                "frozen", bool(HandWrittenRules.yes(pipeline, "frozen")),
                "failedBuilds", whole(HandWrittenRules.whole(pipeline, "failedBuilds")))));
    context.put("now", time(input.now()));
    return context;
  }

  private static Value command(DecisionInput input) {
    DispatchRequest request = input.request();
    Map<String, Value> command = new HashMap<>();
    command.put("inScope", bool(HandWrittenRules.inScope(request.resources())));
    command.put("denied", bool(HandWrittenRules.denied(request.resources())));
    command.put("climbs", bool(HandWrittenRules.climbs(request.resources())));
    String branch = HandWrittenRules.text(request, "branch");
    command.put("namesTicket", bool(HandWrittenRules.namesTicket(branch)));
    command.put("env", text(HandWrittenRules.text(request, "env")));
    command.put("diffLines", whole(HandWrittenRules.whole(request.parameters(), "diffLines")));
    command.put("files", whole(request.resources().size()));
    command.put("tool", text(request.action()));
    command.put("estCostMicros", whole(request.costMicros()));
    command.put("requiredLevel", whole(input.terms().requiredLevel()));
    command.put("irreversible", bool(request.irreversible()));
    command.put("requestedBy", text(input.agent().owner().value()));
    command.put("dataClasses", texts(request.dataClasses()));
    return record(command);
  }

  private static Value agent(DecisionInput input) {
    return record(
        Map.of(
            "id", text(input.agent().id().value()),
            "level", whole(input.agent().level()),
            "roles", texts(input.agent().roles()),
            "suspended", bool(!input.agent().active()),
            "grantExpiresAt", time(input.terms().stopping().expiresAt()),
            "tier", text(HandWrittenRules.text(input.terms().attributes(), "tier"))));
  }

  private static Value contract(DecisionInput input) {
    return record(
        Map.of(
            "budgetMicros", whole(input.terms().stopping().costMicrosMax().orElseThrow()),
            "maxActionsPerHour", whole(input.terms().stopping().actionsPerHourMax().orElseThrow()),
            "dataClasses", texts(input.terms().dataClasses()),
            "allowedTools", texts(input.terms().actions()),
            "notBefore", time(input.terms().stopping().notBefore()),
            "notAfter", time(input.terms().stopping().expiresAt())));
  }

  private static Value run(DecisionInput input) {
    JsonValue.Fields run = HandWrittenRules.run(input);
    return record(
        Map.of(
            "state", text(HandWrittenRules.text(run, "state")),
            "frozen", bool(HandWrittenRules.yes(run, "frozen")),
            "openIncidents", whole(HandWrittenRules.whole(run, "openIncidents")),
            "commit", text(String.valueOf(input.request().labels().get("commit")))));
  }

  private static EntityTypeName type(String name) {
    return EntityTypeName.parse(name).orElseThrow();
  }

  private static CedarMap record(Map<String, Value> members) {
    return new CedarMap(members);
  }

  private static PrimString text(String text) {
    return new PrimString(text);
  }

  private static PrimLong whole(long number) {
    return new PrimLong(number);
  }

  private static PrimBool bool(boolean value) {
    return new PrimBool(value);
  }

  private static DateTime time(Instant time) {
    return new DateTime(TIME.format(time));
  }

  private static CedarList texts(Collection<String> texts) {
    CedarList list = new CedarList();
    texts.forEach(text -> list.add(text(text)));
    return list;
  }
}
