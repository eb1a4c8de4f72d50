package dev.phaseledger.policy.cel;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.exceptions.CelDivideByZeroException;
import dev.cel.common.exceptions.CelRuntimeException;
import dev.cel.runtime.CelEvaluationException;

/// An expression has no value for these inputs. The message says why and is the same each time.
public final class EvaluationException extends Exception {

  EvaluationException(CelEvaluationException cause) {
    super(reason(cause), cause);
  }

  private static String reason(CelEvaluationException cause) {
    Throwable root = cause;
    Throwable above = cause;
    while (root.getCause() != null) {
      above = root;
      root = root.getCause();
    }
    if (root instanceof CelAttributeNotFoundException
        && root.getMessage() != null
        && root.getMessage().indexOf(' ') < 0) {
      // An index that a map does not have is reported by the index alone.
      return "'" + root.getMessage() + "' is missing";
    }
    if ((root instanceof CelRuntimeException || root instanceof ArithmeticException)
        && root.getMessage() != null) {
      return root.getMessage();
    }
    if (root instanceof ArithmeticException) {
      // Compiled code throws it without words once it has thrown it often.
      return above instanceof CelDivideByZeroException ? "/ by zero" : "long overflow";
    }
    return "the expression failed (" + root.getClass().getSimpleName() + ")";
  }
}
