package dev.phaseledger.app.guard;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Where a hook runs and what git and the front before it (ssh, http) told it.
///
/// @param directory the hook's working directory
/// @param variables its environment, with the quarantine of the pushed objects in it
public record Environment(Path directory, Map<String, String> variables) {

  /// Push options of one push (`git push -o`), at most.
  static final int PUSH_OPTIONS_MAX = 64;

  public Environment {
    variables = Map.copyOf(variables);
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }

  /// The pusher's options of the form `name=value`; the pusher's word, nothing more.
  Map<String, String> pushOptions() {
    Map<String, String> options = new LinkedHashMap<>();
    int count = count();
    for (int i = 0; i < count; i++) {
      String option = variables.getOrDefault("GIT_PUSH_OPTION_" + i, "");
      int equals = option.indexOf('=');
      if (equals > 0
          && options.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
        throw new Refusal(
            "the push option '" + option.substring(0, equals) + "' is given twice", "give it once");
      }
    }
    return options;
  }

  private int count() {
    String count = variables.getOrDefault("GIT_PUSH_OPTION_COUNT", "0");
    if (!count.matches("[0-9]{1,4}") || Integer.parseInt(count) > PUSH_OPTIONS_MAX) {
      throw new Refusal(
          "the push has " + count + " options; at most " + PUSH_OPTIONS_MAX, "leave some out");
    }
    return Integer.parseInt(count);
  }
}
