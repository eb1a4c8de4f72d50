package dev.phaseledger.app.security;

import dev.phaseledger.api.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds principals by token. A change of the file holds from the next request on; a file that
/// cannot be read lets nobody in.
public final class PrincipalDirectory {

  private static final Logger LOG = LoggerFactory.getLogger(PrincipalDirectory.class);

  private final Path path;
  private final PrincipalsFile file;
  private volatile Snapshot snapshot = Snapshot.EMPTY;

  public PrincipalDirectory(Path path) {
    this.path = path;
    this.file = new PrincipalsFile(path);
  }

  /// Whose token it is, if it is anybody's.
  public Optional<Principal> find(String token) {
    return findByDigest(Tokens.digest(token));
  }

  /// Whose token has that digest, if it is anybody's.
  Optional<Principal> findByDigest(String tokenSha256) {
    return Optional.ofNullable(current().byDigest().get(tokenSha256));
  }

  private Snapshot current() {
    Version version = version();
    Snapshot seen = snapshot;
    if (seen.version().equals(version)) {
      return seen;
    }
    Snapshot fresh = read(version);
    snapshot = fresh;
    return fresh;
  }

  private Version version() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new Version(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (NoSuchFileException _) {
      return Version.NONE;
    } catch (IOException failure) {
      LOG.error("event=principals.unreadable file={}", path, failure);
      return Version.NONE;
    }
  }

  private Snapshot read(Version version) {
    Map<String, Principal> byDigest = new HashMap<>();
    try {
      for (StoredPrincipal stored : file.read()) {
        byDigest.put(stored.tokenSha256(), stored.principal());
      }
    } catch (IOException failure) {
      LOG.error("event=principals.unreadable file={}", path, failure);
      return new Snapshot(version, Map.of());
    }
    return new Snapshot(version, Map.copyOf(byDigest));
  }

  private record Version(FileTime modified, long size, String key) {
    static final Version NONE = new Version(FileTime.fromMillis(0), -1, "");
  }

  private record Snapshot(Version version, Map<String, Principal> byDigest) {
    static final Snapshot EMPTY = new Snapshot(Version.NONE, Map.of());
  }
}
