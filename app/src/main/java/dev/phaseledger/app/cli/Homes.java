package dev.phaseledger.app.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where things are: the project, its examples and the data.
final class Homes {

  private static final Pattern EXAMPLE = Pattern.compile("[a-z0-9][a-z0-9-]*");

  private Homes() {}

  /// The project, as the launcher says; without it, where the program was called.
  static Path home() {
    return Path.of(Optional.ofNullable(System.getProperty("ledger.home")).orElse(""))
        .toAbsolutePath();
  }

  /// The data directory: what was asked for, else `$LEDGER_DATA`, else `data` in the project.
  static Path data(@Nullable Path asked) {
    if (asked != null) {
      return asked.toAbsolutePath();
    }
    String configured = System.getenv("LEDGER_DATA");
    return configured == null || configured.isBlank()
        ? home().resolve("data")
        : Path.of(configured).toAbsolutePath();
  }

  /// The directory of an example that comes with the project.
  static Path example(String name) {
    Path examples = home().resolve("examples");
    Path directory = examples.resolve(EXAMPLE.matcher(name).matches() ? name : "unknown");
    if (!EXAMPLE.matcher(name).matches() || !Files.isDirectory(directory)) {
      throw CliException.usage(
          "there is no example '" + name + "' in " + examples + "; known: " + names(examples));
    }
    return directory;
  }

  private static String names(Path examples) {
    String[] names = examples.toFile().list((parent, name) -> EXAMPLE.matcher(name).matches());
    if (names == null || names.length == 0) {
      return "none";
    }
    java.util.Arrays.sort(names);
    return String.join(", ", names);
  }
}
