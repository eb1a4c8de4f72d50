package dev.phaseledger.policy;

import java.util.List;

/// Runs the tests that a map carries.
public final class MapTests {

  private MapTests() {}

  /// How one test case ended.
  ///
  /// @param expected what the case expects, for people
  /// @param actual what came out, in the same form
  public record CaseResult(String name, boolean passed, String expected, String actual) {}

  /// Runs every case, in order; none for a map without tests.
  public static List<CaseResult> run(CompiledMap map) {
    throw new UnsupportedOperationException("not yet");
  }
}
