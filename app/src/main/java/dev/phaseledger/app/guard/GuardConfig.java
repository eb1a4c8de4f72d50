package dev.phaseledger.app.guard;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The repository's own git configuration: what no pusher can change.
public final class GuardConfig {

  private final Map<String, List<String>> values;

  private GuardConfig(Map<String, List<String>> values) {
    this.values = values;
  }

  /// Reads the configuration of the repository that a hook runs for.
  public static GuardConfig of(Git git) {
    return parse(git.run(new byte[0], List.of("config", "--local", "--null", "--list")));
  }

  /// Reads what `git config --null --list` prints: a key, a line break and its value, and a zero
  /// byte; section and last part of a key are in lower case.
  static GuardConfig parse(byte[] list) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String entry : new String(list, StandardCharsets.UTF_8).split("\0", -1)) {
      if (!entry.isEmpty()) {
        int end = entry.indexOf('\n');
        String key = end < 0 ? entry : entry.substring(0, end);
        values
            .computeIfAbsent(key, k -> new ArrayList<>())
            .add(end < 0 ? "true" : entry.substring(end + 1));
      }
    }
    return new GuardConfig(values);
  }

  /// The last value of a key, as git reads keys with one value.
  Optional<String> find(String key) {
    List<String> all = all(key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  List<String> all(String key) {
    return List.copyOf(values.getOrDefault(key, List.of()));
  }

  /// The keys that begin with a prefix and end with a suffix; what stands between, in order.
  List<String> between(String prefix, String suffix) {
    return values.keySet().stream()
        .filter(key ->
            key.startsWith(prefix)
                && key.endsWith(suffix)
                && key.length() > prefix.length() + suffix.length())
        .map(key -> key.substring(prefix.length(), key.length() - suffix.length()))
        .toList();
  }
}
