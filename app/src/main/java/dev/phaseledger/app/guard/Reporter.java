package dev.phaseledger.app.guard;

import java.util.Arrays;
import java.util.stream.Collectors;

/// Who says how a push that the repository took turned out.
public enum Reporter {
  /// The hook, at once: what counts is that git took it.
  HOOK("hook"),
  /// Somebody else, such as the service that tests what was pushed. Until then the dispatch stays
  /// open, and the hook only remembers that it was used.
  CI("ci");

  private final String key;

  Reporter(String key) {
    this.key = key;
  }

  /// Its name in a repository's configuration.
  String key() {
    return key;
  }

  /// @throws IllegalArgumentException if there is none of that name
  static Reporter named(String key) {
    return Arrays.stream(values())
        .filter(reporter -> reporter.key.equals(key))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "ledger.outcome must be "
                    + Arrays.stream(values()).map(Reporter::key).collect(Collectors.joining(" or "))
                    + ", not '"
                    + key
                    + "'"));
  }
}
