package dev.phaseledger.store;

import java.sql.SQLException;
import java.util.Optional;

/// What an SQLState (PostgreSQL manual, appendix A) means for an append.
final class SqlStates {

  private static final String UNIQUE_VIOLATION = "23505";

  private SqlStates() {}

  static boolean isUniqueViolation(SQLException e) {
    return UNIQUE_VIOLATION.equals(e.getSQLState());
  }

  /// Whether the values of a statement were refused, so that other values may be taken: data
  /// exceptions and violated constraints.
  static boolean isAboutData(SQLException e) {
    String state = state(e);
    return state.startsWith("22") || state.startsWith("23");
  }

  /// Whether the server answered that it undid the statement. Everything else leaves the outcome
  /// open: a lost connection, a server that shuts down or crashes, an answer that never came.
  static boolean isRolledBack(SQLException e) {
    String state = state(e);
    return state.length() == 5
        && !state.startsWith("08")
        && !state.startsWith("57P")
        && !state.startsWith("58")
        && !state.startsWith("XX");
  }

  private static String state(SQLException e) {
    return Optional.ofNullable(e.getSQLState()).orElse("");
  }
}
