package dev.phaseledger.bench;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.DecisionInput.Approval;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The twenty rules as somebody would write them who needs nothing but them: what is right, and how
/// fast it could be. Shares no code with the policy module.
final class HandWrittenRules implements PolicyContender {

  /// How many rules there are.
  static final int RULES = 20;

  private static final Predicate<String> BRANCH =
      Pattern.compile("^(feature|fix|chore)/[A-Z]{2,5}-[0-9]+(-[a-z0-9]+)*$").asPredicate();
  private static final Set<String> ENVIRONMENTS = Set.of("development", "test", "staging", "prod");
  private static final Duration FRESH_FOR = Duration.ofHours(24);

  private static final Predicate<String> ALLOWED = anyOf(PolicyRequests.SCOPE);
  private static final Predicate<String> DENIED = anyOf(PolicyRequests.DENIED);

  /// One expression for several globs, which are known beforehand.
  private static Predicate<String> anyOf(List<String> globs) {
    return Pattern.compile(
            globs.stream().map(HandWrittenRules::expression).collect(Collectors.joining("|")))
        .asMatchPredicate();
  }

  private static String expression(String glob) {
    return glob.replace(".", "\\.")
        .replace("**/", "<segments>")
        .replace("**", ".<any>")
        .replace("*", "[^/]<any>")
        .replace("<segments>", "(?:[^/]<any>/)*")
        .replace("<any>", "*");
  }

  @Override
  public int broken(DecisionInput input) {
    return paths(input.request().resources())
        | work(input)
        | history(input)
        | records(input)
        | standing(input);
  }

  private static int bit(int rule, boolean broken) {
    return broken ? 1 << (rule - 1) : 0;
  }

  /// Whether all paths are where they may be.
  static boolean inScope(List<String> paths) {
    for (String path : paths) {
      if (!ALLOWED.test(path)) {
        return false;
      }
    }
    return true;
  }

  /// Whether a path is where none may be.
  static boolean denied(List<String> paths) {
    for (String path : paths) {
      if (DENIED.test(path)) {
        return true;
      }
    }
    return false;
  }

  /// Whether a path leaves the place it starts from.
  static boolean climbs(List<String> paths) {
    for (String path : paths) {
      if (path.startsWith("/") || path.startsWith("../") || path.contains("/../")) {
        return true;
      }
    }
    return false;
  }

  /// Whether a branch names its ticket.
  static boolean namesTicket(String branch) {
    return BRANCH.test(branch);
  }

  /// What the parameters say, as text.
  static String text(DispatchRequest request, String name) {
    return ((JsonValue.Text) request.parameters().find(name).orElseThrow()).value();
  }

  /// What the parameters say, as a number.
  static long whole(JsonValue.Fields fields, String name) {
    BigDecimal number = ((JsonValue.Num) fields.find(name).orElseThrow()).value();
    return number.longValueExact();
  }

  /// What an object says, as text.
  static String text(JsonValue.Fields fields, String name) {
    return ((JsonValue.Text) fields.find(name).orElseThrow()).value();
  }

  /// What an object says, as yes or no.
  static boolean yes(JsonValue.Fields fields, String name) {
    return fields.find(name).orElseThrow() == JsonValue.Bool.TRUE;
  }

  /// The state of the run, which the contract's attributes tell.
  static JsonValue.Fields run(DecisionInput input) {
    return (JsonValue.Fields) input.terms().attributes().find("run").orElseThrow();
  }

  /// What is known of the pipeline.
  static JsonValue.Fields pipeline(DecisionInput input) {
    return (JsonValue.Fields) input.facts().find("pipeline", "").orElseThrow().value();
  }

  /// How many who may approve have done so.
  static int qualified(DecisionInput input) {
    int qualified = 0;
    for (Approval approval : input.approvals()) {
      if (approval.granted()
          && (approval.roles().contains("maintainer") || approval.roles().contains("security"))) {
        qualified++;
      }
    }
    return qualified;
  }

  /// Whether a maintainer has approved who is neither the agent nor who it works for.
  static boolean maintained(DecisionInput input) {
    for (Approval approval : input.approvals()) {
      if (approval.granted() && approval.roles().contains("maintainer") && !own(input, approval)) {
        return true;
      }
    }
    return false;
  }

  private static boolean own(DecisionInput input, Approval approval) {
    String by = approval.by().value();
    return by.equals(input.agent().owner().value()) || by.equals(input.agent().id().value());
  }

  private static int paths(List<String> paths) {
    return bit(1, !inScope(paths)) | bit(2, denied(paths)) | bit(3, climbs(paths));
  }

  private static int work(DecisionInput input) {
    DispatchRequest request = input.request();
    String environment = text(request, "env");
    boolean trusted = text(input.terms().attributes(), "tier").equals("trusted");
    boolean tool = input.terms().actions().contains(request.action());
    boolean large =
        whole(request.parameters(), "diffLines") > (trusted ? 2_000 : 500)
            || request.resources().size() > 50;
    return bit(4, input.agent().level() < input.terms().requiredLevel())
        | bit(
            5, environment.equals("prod") && (input.agent().level() < 4 || request.irreversible()))
        | bit(13, !input.terms().dataClasses().containsAll(request.dataClasses()))
        | bit(15, !namesTicket(text(request, "branch")))
        | bit(16, !tool || !ENVIRONMENTS.contains(environment))
        | bit(19, large && !maintained(input));
  }

  private static int history(DecisionInput input) {
    long budget = input.terms().stopping().costMicrosMax().orElseThrow();
    int pace = input.terms().stopping().actionsPerHourMax().orElseThrow();
    Map<String, Long> counters = input.history().counters();
    return bit(6, input.history().spentMicros() + input.request().costMicros() > budget)
        | bit(7, Objects.requireNonNull(counters.get("actions_1h")) >= pace)
        | bit(8, Objects.requireNonNull(counters.get("failures_24h")) >= 5)
        | bit(9, Objects.requireNonNull(counters.get("denials_24h")) >= 20);
  }

  private static int records(DecisionInput input) {
    String commit = input.request().labels().get("commit");
    boolean tested = false;
    for (Evidence evidence : input.evidence()) {
      tested |=
          evidence.kind().equals("tests")
              && yes(evidence.claims(), "passed")
              && text(evidence.claims(), "commit").equals(commit)
              && Duration.between(evidence.at(), input.now()).compareTo(FRESH_FOR) < 0;
    }
    boolean own = false;
    for (Approval approval : input.approvals()) {
      own |= own(input, approval);
    }
    return bit(10, !tested)
        | bit(11, own)
        | bit(12, input.request().irreversible() && qualified(input) < 2);
  }

  private static int standing(DecisionInput input) {
    Instant now = input.now();
    Instant end = input.terms().stopping().expiresAt();
    JsonValue.Fields run = run(input);
    String state = text(run, "state");
    boolean runs = state.equals("RUNNING") || state.equals("RESUMED");
    boolean active = input.agent().active() && end.isAfter(now);
    JsonValue.Fields pipeline = pipeline(input);
    return bit(14, now.isBefore(input.terms().stopping().notBefore()) || !now.isBefore(end))
        | bit(17, !runs || yes(run, "frozen") || whole(run, "openIncidents") != 0)
        | bit(18, !active || !input.agent().roles().contains("coder"))
        | bit(20, yes(pipeline, "frozen") || whole(pipeline, "failedBuilds") != 0);
  }
}
