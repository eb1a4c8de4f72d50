package dev.phaseledger.policy;

import dev.phaseledger.api.event.Fact;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.cel.EvaluationException;
import dev.phaseledger.policy.cel.Expression;
import dev.phaseledger.policy.cel.GovShapes;
import dev.phaseledger.policy.cel.InputErrors;
import dev.phaseledger.policy.cel.Inputs;
import dev.phaseledger.policy.cel.MapView;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.Reading;
import dev.phaseledger.policy.cel.StructView;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The variables of one map during one evaluation. Not shared between threads.
final class Scope implements Inputs {

  private static final Path FACTS = Path.of("facts");
  private static final Path COUNTERS = Path.of("counters");
  private static final Path VARIABLES = Path.of("variables");

  private final MapProgram map;
  private final Subject subject;
  private final FactReads facts;
  private final Map<String, Computed> computed = HashMap.newHashMap(0);

  /// What has been read of the variables that every map has, by number: most invariants of a map
  /// read the same members.
  private final @Nullable Object[] read = new Object[Reading.NUMBERED];

  /// A variable's value, or why it has none; either is found out once.
  private sealed interface Computed {
    record Value(Object value) implements Computed {}

    record Failed(String reason) implements Computed {}
  }

  Scope(MapProgram map, Subject subject, FactReads facts) {
    this.map = map;
    this.subject = subject;
    this.facts = facts;
  }

  Subject subject() {
    return subject;
  }

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "params" -> Optional.of(map.params());
      case "variables" ->
          Optional.of(new StructView(GovShapes.VARIABLES, VARIABLES, this::computedVariable));
      case "facts" -> Optional.of(new StructView(GovShapes.FACTS, FACTS, this::fact));
      case "counters" -> subject.variable(name).or(this::countersView);
      default -> subject.variable(name);
    };
  }

  private Optional<Object> countersView() {
    return map.counters().isEmpty()
        ? Optional.empty()
        : Optional.of(new StructView(GovShapes.COUNTERS, COUNTERS, this::counter));
  }

  @Override
  public @Nullable Object member(Reading reading) {
    if (reading.number() < 0) {
      return switch (reading.variable()) {
        case "params" -> map.params().get(reading.field());
        case "variables" -> computedVariable(reading.field());
        case "facts" -> fact(reading.field());
        default -> Inputs.super.member(reading);
      };
    }
    Object known = read[reading.number()];
    if (known == null) {
      known = subject.member(reading.variable(), reading.field());
      read[reading.number()] = known;
    }
    return known;
  }

  private @Nullable Object computedVariable(String name) {
    Expression expression = map.variables().get(name);
    if (expression == null) {
      return null;
    }
    Computed known = computed.get(name);
    if (known == null) {
      known = compute(expression);
      computed.put(name, known);
    }
    return switch (known) {
      case Computed.Value(Object value) -> value;
      case Computed.Failed(String reason) ->
          throw InputErrors.failed(VARIABLES.field(name), reason);
    };
  }

  private Computed compute(Expression expression) {
    try {
      return new Computed.Value(expression.evaluate(this));
    } catch (EvaluationException e) {
      return new Computed.Failed(String.valueOf(e.getMessage()));
    }
  }

  /// A plain count, or a rate in percent, rounded down; a rate of nothing is missing.
  private @Nullable Object counter(String name) {
    CounterDeclaration counter = map.counters().get(name);
    if (counter == null) {
      return null;
    }
    OptionalLong count = subject.count(counter, counter.counted(), facts);
    if (counter.against().isEmpty() || count.isEmpty()) {
      return count.isPresent() ? count.getAsLong() : null;
    }
    OptionalLong others = subject.count(counter, counter.against().get(), facts);
    long all = others.isPresent() ? count.getAsLong() + others.getAsLong() : 0;
    return all == 0 ? null : 100 * count.getAsLong() / all;
  }

  private @Nullable Object fact(String name) {
    FactDeclaration declaration = map.facts().get(name);
    if (declaration == null) {
      return null;
    }
    Path path = FACTS.field(name);
    if (!declaration.keyed()) {
      return value(declaration, name, "", path);
    }
    return new MapView(
        path,
        new MapView.Source() {
          @Override
          public Optional<?> find(String key) {
            return Optional.ofNullable(value(declaration, name, key, path.key(key)));
          }

          @Override
          public Iterable<String> keys() {
            return facts.keys(name);
          }
        });
  }

  /// A fact that is no longer fresh reads as missing, so that relying on it is an error.
  private @Nullable Object value(FactDeclaration declaration, String name, String key, Path path) {
    Optional<Fact> fact = facts.find(name, key);
    return fact.isEmpty() || !fresh(declaration, fact.get())
        ? null
        : map.json().value(declaration.type(), path, fact.get().value());
  }

  private boolean fresh(FactDeclaration declaration, Fact fact) {
    if (declaration.freshFor().isEmpty()) {
      return true;
    }
    Instant now = subject.now();
    return !fact.observedAt().isAfter(now)
        && Duration.between(fact.observedAt(), now).compareTo(declaration.freshFor().get()) < 0;
  }
}
