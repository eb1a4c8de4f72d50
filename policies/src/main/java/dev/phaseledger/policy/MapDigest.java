package dev.phaseledger.policy;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.PolicyEvent.Release;
import dev.phaseledger.policy.cel.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/// What a map is addressed by: its source, what its expressions may read and call, and the
/// libraries that evaluate them.
final class MapDigest {

  /// The libraries that this program was built with, with their versions.
  static final String LIBRARIES = libraries();

  private static final Digest ENVIRONMENT = Digest.of(Environment.describe());

  private MapDigest() {}

  private static String libraries() {
    Properties built = new Properties();
    try (InputStream resource = MapDigest.class.getResourceAsStream("libraries.properties")) {
      if (resource == null) {
        throw new IllegalStateException("the program was packaged without libraries.properties");
      }
      built.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StringBuilder text = new StringBuilder();
    new TreeMap<>(built)
        .forEach((name, version) ->
            text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(version));
    if (built.isEmpty() || text.indexOf("$") >= 0) {
      throw new IllegalStateException("the build has not filled in libraries.properties: " + text);
    }
    return text.toString();
  }

  /// The environment that maps are compiled for now.
  static Digest environment() {
    return ENVIRONMENT;
  }

  /// The digest of a map that is compiled now.
  static Digest of(String source) {
    return of(source, ENVIRONMENT, LIBRARIES);
  }

  private static Digest of(String source, Digest environment, String libraries) {
    return Digest.of("map/2\n%s\n%s\n%s".formatted(environment.value(), libraries, source));
  }

  /// The digest of a map before libraries were part of it. Such digests are read for ever.
  static Digest first(String source, Digest environment) {
    return Digest.of(environment.value() + "\n" + source);
  }

  /// Why a map that was published cannot be relied on to mean now what it meant then; empty if it
  /// can.
  ///
  /// @param release what it was compiled for and with; empty if that was not recorded yet
  static Optional<String> unfit(String source, Digest digest, Optional<Release> release) {
    if (of(source).equals(digest)) {
      return Optional.empty();
    }
    if (release.isEmpty()) {
      return first(source, ENVIRONMENT).equals(digest)
          ? Optional.empty()
          : Optional.of("published under another environment than " + ENVIRONMENT.value());
    }
    Release then = release.get();
    if (!of(source, then.environment(), then.libraries()).equals(digest)) {
      return Optional.of("published under the digest " + digest.value() + ", which is not its own");
    }
    if (!then.environment().equals(ENVIRONMENT)) {
      return Optional.of(
          "published under environment %s, but environment %s is what evaluates it"
              .formatted(then.environment().value(), ENVIRONMENT.value()));
    }
    return Optional.of(
        "published with %s, but %s is what evaluates it".formatted(then.libraries(), LIBRARIES));
  }
}
