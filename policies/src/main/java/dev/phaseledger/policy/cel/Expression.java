package dev.phaseledger.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Optional;
import java.util.Set;

/// A checked and planned expression. Immutable and safe to share between threads.
public final class Expression {

  private final Program program;
  private final Optional<DirectPlanner.Plan> direct;
  private final FieldType.Checked type;
  private final Set<String> reads;
  private final CelAbstractSyntaxTree ast;

  /// Whether comparing texts has to be counted.
  private final boolean counts;

  Expression(
      Program program,
      Optional<DirectPlanner.Plan> direct,
      FieldType.Checked type,
      Set<String> reads,
      boolean counts,
      CelAbstractSyntaxTree ast) {
    this.program = program;
    this.direct = direct;
    this.type = type;
    this.reads = Set.copyOf(reads);
    this.counts = counts;
    this.ast = ast;
  }

  /// The value for these inputs.
  ///
  /// @throws EvaluationException if there is none: an input is missing or of the wrong type, or a
  ///   limit is reached
  public Object evaluate(Inputs inputs) throws EvaluationException {
    if (!counts) {
      return value(inputs);
    }
    Steps steps = Steps.current();
    long outer = steps.begin();
    try {
      return value(inputs);
    } finally {
      steps.resume(outer);
    }
  }

  private Object value(Inputs inputs) throws EvaluationException {
    if (direct.isPresent()) {
      DirectPlanner.Plan plan = direct.get();
      try {
        return plan.root().value(inputs, Direct.Loops.of(plan.variables()));
      } catch (RuntimeException e) {
        // Whatever kept the direct form from a value: the library finds it too, and says it.
        return byLibrary(inputs);
      }
    }
    return byLibrary(inputs);
  }

  /// Whether each operation in it is evaluated without the library.
  boolean hasDirectForm() {
    return direct.isPresent();
  }

  /// The value by the direct form alone; empty if it gives up.
  Optional<Object> directly(Inputs inputs) {
    Steps.current().begin();
    try {
      return direct.map(plan -> plan.root().value(inputs, Direct.Loops.of(plan.variables())));
    } catch (RuntimeException e) {
      return Optional.empty();
    }
  }

  /// The value by the library alone.
  Object byLibrary(Inputs inputs) throws EvaluationException {
    if (counts) {
      Steps.current().begin();
    }
    try {
      return program.eval(inputs);
    } catch (CelEvaluationException e) {
      throw new EvaluationException(e);
    }
  }

  /// The type of the value.
  public FieldType type() {
    return type;
  }

  /// How it was understood.
  CelAbstractSyntaxTree ast() {
    return ast;
  }

  /// The variables it reads and their direct members, such as `approvals` or `variables.quorum`.
  public Set<String> reads() {
    return reads;
  }
}
