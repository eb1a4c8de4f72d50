package dev.phaseledger.policy;

import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Notes;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.MapDefinition.FailurePolicy;
import dev.phaseledger.policy.cel.EvaluationException;
import dev.phaseledger.policy.cel.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Holds one subject against the invariants of one map.
final class Examiner {

  /// Length of a message, in UTF-16 code units.
  private static final int MESSAGE_CHARS_MAX = 500;

  /// Length of an annotation's value, in UTF-16 code units.
  private static final int ANNOTATION_CHARS_MAX = 200;

  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}|[\\u2028\\u2029]");

  /// Said of a failure whose reason may quote a personal value.
  private static final String WITHHELD = "the reason may tell personal data and is not recorded";

  /// What should constrain a dispatch has no value, or none that may be recorded.
  private static final class NoConstraint extends Exception {
    NoConstraint(String reason) {
      super(reason);
    }
  }

  private final MapProgram map;
  private final Scope scope;
  private final Subject subject;

  /// Empty if nothing is personal.
  private final Optional<Sayable> sayable;

  private Examiner(MapProgram map, Subject subject, FactReads facts, Optional<Sayable> sayable) {
    this.map = map;
    this.scope = new Scope(map, subject, facts);
    this.subject = subject;
    this.sayable = sayable;
  }

  /// What each invariant that applies says, in declaration order.
  static List<Finding> examine(MapProgram map, Subject subject, FactReads facts) {
    return examine(map, subject, facts, Optional.empty());
  }

  /// What each invariant says of a subject with personal values.
  ///
  /// @param sayable what may be said of it
  static List<Finding> examine(MapProgram map, Subject subject, FactReads facts, Sayable sayable) {
    return examine(map, subject, facts, Optional.of(sayable));
  }

  private static List<Finding> examine(
      MapProgram map, Subject subject, FactReads facts, Optional<Sayable> sayable) {
    if (!map.match().covers(subject)) {
      return List.of();
    }
    Examiner examiner = new Examiner(map, subject, facts, sayable);
    List<Finding> findings = new ArrayList<>(map.invariants().size());
    for (int i = 0; i < map.invariants().size(); i++) {
      MapProgram.Invariant invariant = map.invariants().get(i);
      if (invariant.match().covers(subject)) {
        Finding finding = examiner.examine(invariant, map.holding().get(i));
        if (finding != null) {
          findings.add(finding);
        }
      }
    }
    return findings;
  }

  /// Null if a condition of the invariant does not hold: then it says nothing.
  ///
  /// @param holding what it says if it holds, unless that has to be put together
  private @Nullable Finding examine(MapProgram.Invariant invariant, Optional<Finding> holding) {
    Optional<String> failure = Optional.empty();
    for (Expression condition : invariant.conditions()) {
      try {
        if (!holds(condition)) {
          return null;
        }
      } catch (EvaluationException e) {
        failure = failure.isPresent() ? failure : Optional.of(reason(condition, e));
      }
    }
    if (failure.isEmpty()) {
      try {
        if (holds(invariant.expression())) {
          return holding.isPresent() ? holding.get() : quiet(invariant, Outcome.HOLDS, "");
        }
      } catch (EvaluationException e) {
        failure = Optional.of(reason(invariant.expression(), e));
      }
    }
    return broken(invariant, failure);
  }

  private boolean holds(Expression expression) throws EvaluationException {
    if (sayable.isPresent()) {
      // For the facts that it reads: those that are read here too owe nothing to personal values.
      failure(expression, sayable.get().scope());
    }
    return Boolean.TRUE.equals(expression.evaluate(scope));
  }

  private static Optional<String> failure(Expression expression, Scope view) {
    try {
      expression.evaluate(view);
      return Optional.empty();
    } catch (EvaluationException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /// Why an expression has no value, if that is the same without knowing any personal value.
  private String reason(Expression expression, EvaluationException failure) {
    String reason = String.valueOf(failure.getMessage());
    return sayable
        .map(view ->
            failure(expression, view.scope()).equals(Optional.of(reason)) ? reason : WITHHELD)
        .orElse(reason);
  }

  private Finding broken(MapProgram.Invariant invariant, Optional<String> failure) {
    Optional<MapProgram.Exemption> exemption = exemption(invariant);
    if (exemption.isPresent()) {
      return exempted(invariant, exemption.get(), failure);
    }
    Optional<String> discharge = discharge(invariant);
    if (discharge.isPresent()) {
      return quiet(invariant, Outcome.HOLDS, discharge.get());
    }
    Outcome outcome = failure.isPresent() ? Outcome.ERROR : Outcome.VIOLATED;
    String message = objection(invariant, failure);
    boolean counts = counts(invariant, failure);
    if (!counts || invariant.effect() != Effect.CONSTRAIN) {
      return finding(invariant, outcome, invariant.effect(), message, counts, Map.of());
    }
    try {
      return finding(invariant, outcome, Effect.CONSTRAIN, message, true, settings(invariant));
    } catch (NoConstraint e) {
      // What should constrain the dispatch is unknown, so it cannot go ahead at all.
      String vetoed = message + "; no constraint can be computed: " + e.getMessage();
      return finding(invariant, outcome, Effect.VETO, vetoed, true, Map.of());
    }
  }

  private String objection(MapProgram.Invariant invariant, Optional<String> failure) {
    return failure
        .map(reason -> "cannot be evaluated: " + reason)
        .orElseGet(() -> message(invariant));
  }

  private static boolean counts(MapProgram.Invariant invariant, Optional<String> failure) {
    return invariant.enforcement() == Enforcement.ENFORCE
        && (failure.isEmpty() || invariant.failurePolicy() == FailurePolicy.FAIL);
  }

  /// Skipped, with what would have become of it.
  private Finding exempted(
      MapProgram.Invariant invariant, MapProgram.Exemption by, Optional<String> failure) {
    Effect effect = counts(invariant, failure) ? invariant.effect() : Effect.NONE;
    String message =
        "skipped: exempt by %s until %s, owned by %s, approved by %s: %s; otherwise %s: %s"
            .formatted(
                by.id(),
                by.expires(),
                by.owner(),
                by.approvedBy(),
                by.reason(),
                Evaluation.verdict(effect),
                objection(invariant, failure));
    return finding(
        invariant, Outcome.EXEMPTED, invariant.effect(), message, false, Map.of(), by.id());
  }

  /// An exemption that cannot be evaluated exempts nothing.
  private Optional<MapProgram.Exemption> exemption(MapProgram.Invariant invariant) {
    for (MapProgram.Exemption exemption : map.exemptions()) {
      if (exemption.invariants().contains(invariant.id())
          && subject.now().isBefore(exemption.expires())
          && exempts(exemption)) {
        return Optional.of(exemption);
      }
    }
    return Optional.empty();
  }

  private boolean exempts(MapProgram.Exemption exemption) {
    try {
      return holds(exemption.expression());
    } catch (EvaluationException e) {
      return false;
    }
  }

  /// The message that tells who released a demand for approval, if enough have. An invariant that
  /// reads the approvals itself is released by its own expression alone.
  private Optional<String> discharge(MapProgram.Invariant invariant) {
    if (invariant.effect() != Effect.REQUIRE_APPROVAL || invariant.judgesApprovals()) {
      return Optional.empty();
    }
    List<Subject.Approver> granted = subject.approvers();
    if (granted.isEmpty()) {
      return Optional.empty();
    }
    List<String> approvers =
        granted.stream()
            .filter(approver ->
                invariant.approval().roles().isEmpty()
                    || approver.roles().stream().anyMatch(role -> counts(invariant, role)))
            .map(Subject.Approver::by)
            .sorted()
            .toList();
    if (approvers.size() < invariant.approval().count()) {
      return Optional.empty();
    }
    return Optional.of("released by the approval of " + String.join(", ", approvers));
  }

  /// Whom one invariant escalates to does not release another one.
  private boolean counts(MapProgram.Invariant invariant, String role) {
    return invariant.approval().roles().contains(role)
        || (subject.escalated().contains(role)
            && invariant
                .approval()
                .escalation()
                .map(escalation -> escalation.roles().contains(role))
                .orElse(false));
  }

  private String message(MapProgram.Invariant invariant) {
    if (invariant.message().isPresent()) {
      Expression expression = invariant.message().get();
      try {
        String message = String.valueOf(expression.evaluate(scope));
        if (sayable.isPresent()) {
          Optional<String> said = said(expression, sayable.get(), message);
          if (said.isEmpty()) {
            return invariant.fallback() + " (its message may tell personal data)";
          }
          message = said.get();
        }
        if (!message.isBlank()) {
          return message.strip();
        }
      } catch (EvaluationException e) {
        return invariant.fallback() + " (its message has no value: " + reason(expression, e) + ")";
      }
    }
    return invariant.fallback();
  }

  private static Optional<String> said(Expression expression, Sayable sayable, String message) {
    try {
      return sayable.message(message, String.valueOf(expression.evaluate(sayable.scope())));
    } catch (EvaluationException e) {
      return Optional.empty();
    }
  }

  private Map<String, JsonValue> settings(MapProgram.Invariant invariant) throws NoConstraint {
    Map<String, JsonValue> settings = new TreeMap<>();
    for (Map.Entry<String, Expression> entry : invariant.set().entrySet()) {
      settings.put(entry.getKey(), setting(entry.getKey(), entry.getValue()));
    }
    return settings;
  }

  /// A value that depends on personal ones would be recorded in the clear.
  private JsonValue setting(String parameter, Expression expression) throws NoConstraint {
    JsonValue value;
    try {
      value = json(expression.evaluate(scope));
    } catch (EvaluationException e) {
      throw new NoConstraint(reason(expression, e));
    }
    if (sayable.isPresent() && !isSetting(expression, sayable.get().scope(), value)) {
      throw new NoConstraint(parameter + " would be computed from personal data");
    }
    return value;
  }

  private static boolean isSetting(Expression expression, Scope view, JsonValue value) {
    try {
      return json(expression.evaluate(view)).equals(value);
    } catch (EvaluationException e) {
      return false;
    }
  }

  private static JsonValue json(Object value) {
    return switch (value) {
      case Long number -> JsonValue.Num.of(number);
      case String text -> new JsonValue.Text(text);
      case Boolean bool -> JsonValue.Bool.of(bool);
      case List<?> list -> new JsonValue.Items(list.stream().map(Examiner::json).toList());
      default ->
          throw new IllegalStateException("the checker lets no " + value.getClass() + " through");
    };
  }

  private Finding quiet(MapProgram.Invariant invariant, Outcome outcome, String message) {
    return finding(invariant, outcome, invariant.effect(), message, false, Map.of());
  }

  private Finding finding(
      MapProgram.Invariant invariant,
      Outcome outcome,
      Effect effect,
      String message,
      boolean counts,
      Map<String, JsonValue> set) {
    return finding(invariant, outcome, effect, message, counts, set, "");
  }

  private Finding finding(
      MapProgram.Invariant invariant,
      Outcome outcome,
      Effect effect,
      String message,
      boolean counts,
      Map<String, JsonValue> set,
      String exemption) {
    return new Finding(
        new InvariantResult(
            map.name(),
            invariant.id(),
            outcome,
            effect,
            invariant.enforcement(),
            plain(message, MESSAGE_CHARS_MAX),
            notes(invariant, outcome, exemption)),
        invariant,
        counts,
        set);
  }

  private Notes notes(MapProgram.Invariant invariant, Outcome outcome, String exemption) {
    Optional<Severity> severity =
        outcome == Outcome.HOLDS ? Optional.empty() : invariant.severity();
    if (severity.isEmpty() && exemption.isEmpty() && invariant.annotations().isEmpty()) {
      return Notes.NONE;
    }
    Map<String, String> annotations = new TreeMap<>();
    invariant.annotations().forEach((key, value) -> annotations.put(key, annotation(value)));
    return new Notes(
        severity, exemption.isEmpty() ? Optional.empty() : Optional.of(exemption), annotations);
  }

  /// The value of an annotation; why there is none, if there is none.
  private String annotation(Expression expression) {
    try {
      String value = String.valueOf(expression.evaluate(scope));
      if (sayable.isPresent()) {
        value = said(expression, sayable.get(), value).orElse("(" + WITHHELD + ")");
      }
      return plain(value, ANNOTATION_CHARS_MAX);
    } catch (EvaluationException e) {
      return plain("(no value: " + reason(expression, e) + ")", ANNOTATION_CHARS_MAX);
    }
  }

  /// One line of limited length: messages come to log lines and pages.
  private static String plain(String message, int charsMax) {
    if (message.isEmpty()) {
      return message;
    }
    String line = isPlain(message) ? message : CONTROL.matcher(message).replaceAll(" ");
    if (line.length() <= charsMax) {
      return line;
    }
    int end = charsMax - 3;
    return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end)
        + "...";
  }

  /// Whether there is nothing to replace, as in nearly all messages.
  private static boolean isPlain(String message) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c < ' ' || c >= 0x7f) {
        return false;
      }
    }
    return true;
  }
}
