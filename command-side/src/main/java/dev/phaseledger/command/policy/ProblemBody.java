package dev.phaseledger.command.policy;

import dev.phaseledger.policy.InvalidMapException.Problem;

/// Something that speaks against a map, as it is sent.
///
/// @param line counted from 1; 0 if it has no place
/// @param column counted from 1; 0 if it has no place
/// @param hint what would be right, where the message does not say it; empty otherwise
record ProblemBody(int line, int column, String field, String message, String hint) {

  static ProblemBody of(Problem problem) {
    return new ProblemBody(
        problem.line(), problem.column(), problem.field(), problem.message(), problem.hint());
  }
}
