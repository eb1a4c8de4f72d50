package dev.phaseledger.app.cli;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.app.importing.Profile;
import dev.phaseledger.app.importing.ProfileReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An import profile with the invariant map that runs are judged by.
///
/// @param invariants the map's source, if there is one
record ExampleFiles(Profile profile, Optional<String> invariants) {

  private static final String MAPS = "*.invariants.yaml";

  /// Reads an example's directory: `profile.yaml` and the map that the profile names, or else the
  /// only `*.invariants.yaml` beside it.
  static ExampleFiles ofExample(Path directory) throws IOException {
    Path profileFile = directory.resolve("profile.yaml");
    Profile profile = profile(profileFile);
    if (profile.invariants().isPresent()) {
      return of(profileFile, null);
    }
    List<Path> maps = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, MAPS)) {
      found.forEach(maps::add);
    }
    if (maps.size() != 1) {
      throw CliException.usage(
          directory + " must hold exactly one " + MAPS + "; it holds " + maps.size());
    }
    return of(profileFile, maps.getFirst());
  }

  /// Reads a profile and the map to judge by: the one given, else the one that the profile names.
  static ExampleFiles of(Path profileFile, @Nullable Path invariants) throws IOException {
    Profile profile = profile(profileFile);
    Optional<Path> map =
        Optional.ofNullable(invariants)
            .or(() -> profile.invariants().map(name -> profileFile.resolveSibling(name)));
    return new ExampleFiles(
        profile, map.isEmpty() ? Optional.empty() : Optional.of(read(map.get())));
  }

  private static Profile profile(Path file) throws IOException {
    try {
      return ProfileReader.read(read(file));
    } catch (InvalidFieldException failure) {
      throw CliException.usage(file + ": " + failure.getMessage());
    }
  }

  /// A file's text.
  static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (MalformedInputException _) {
      throw CliException.usage(file + " is not UTF-8 text");
    }
  }
}
