package dev.phaseledger.app.webhook;

import dev.phaseledger.api.InvalidFieldException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Somebody outside who may be told something.
///
/// @param name what documents call it
/// @param url where it listens
/// @param secretFile name of the file, beside `webhooks.yaml`, that holds the signing secret
public record Webhook(String name, URI url, String secretFile) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  /// Longest address, in characters.
  static final int URL_CHARS_MAX = 2_000;

  /// @throws InvalidFieldException if a part cannot be, naming it
  public Webhook {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidFieldException(
          "name", "must be 1 to 63 lower-case letters, digits and '-', and not begin with '-'");
    }
    if (!FILE.matcher(secretFile).matches()) {
      throw new InvalidFieldException(
          "secretFile", "must be a plain file name within the data directory");
    }
    String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
    String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
    if (host.isEmpty() || url.getRawUserInfo() != null || url.getRawFragment() != null) {
      throw new InvalidFieldException(
          "url", "must name a host, and neither a user nor a password nor a fragment");
    }
    if (!scheme.equals("https") && !(scheme.equals("http") && LOOPBACK.contains(host))) {
      throw new InvalidFieldException(
          "url", "must begin with https://; http:// only reaches this machine itself");
    }
  }

  /// A webhook at an address that is given as text.
  ///
  /// @throws InvalidFieldException if a part cannot be, naming it
  public static Webhook of(String name, String url, String secretFile) {
    if (url.length() > URL_CHARS_MAX) {
      throw new InvalidFieldException("url", "is longer than " + URL_CHARS_MAX + " characters");
    }
    try {
      return new Webhook(name, new URI(url), secretFile);
    } catch (URISyntaxException e) {
      throw new InvalidFieldException("url", "is no address: " + e.getReason());
    }
  }
}
