package dev.phaseledger.policy.cel;

import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.Set;

/// A checked and planned expression. Immutable and safe to share between threads.
public final class Expression {

  private final Program program;
  private final CelType type;
  private final Set<String> reads;

  Expression(Program program, CelType type, Set<String> reads) {
    this.program = program;
    this.type = type;
    this.reads = Set.copyOf(reads);
  }

  /// The value for these inputs.
  ///
  /// @throws EvaluationException if there is none: an input is missing or of the wrong type, or a
  ///   limit is reached
  public Object evaluate(Inputs inputs) throws EvaluationException {
    try {
      return program.eval(inputs);
    } catch (CelEvaluationException e) {
      throw new EvaluationException(e);
    }
  }

  /// The type of the value.
  public FieldType type() {
    return new FieldType.Checked(type);
  }

  /// The variables it reads and their direct members, such as `approvals` or `variables.quorum`.
  public Set<String> reads() {
    return reads;
  }
}
