package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The key that subjects' keys are wrapped under. It lives in a file that only its owner can read,
/// never in the database: who has the database alone, or a copy of it, opens nothing.
///
/// All nodes of a store need the same file.
public final class KeyEncryptionKey {

  /// Name of the key file in the directory of keys.
  public static final String FILE = "personal.key";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final byte[] key;

  private KeyEncryptionKey(byte[] key) {
    this.key = key;
  }

  /// Reads the key file of a directory, or makes one with a new key.
  ///
  /// @throws StoreException if the file is readable for others or damaged
  public static KeyEncryptionKey loadOrCreate(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        create(file);
      }
      return load(file);
    } catch (IOException e) {
      throw new StoreException("the key of personal data " + file + " cannot be read or made", e);
    }
  }

  private static void create(Path file) throws IOException {
    byte[] fresh = new byte[SubjectCipher.KEY_BYTES];
    new SecureRandom().nextBytes(fresh);
    Path draft =
        Files.createTempFile(
            file.getParent(), FILE, ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(draft, HexFormat.of().formatHex(fresh) + "\n");
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      // A link, not a move: it fails if another process made the key in the meantime.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Whoever was first made the key; it is loaded next.
      return;
    } finally {
      Files.delete(draft);
    }
    try (FileChannel channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static KeyEncryptionKey load(Path file) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new StoreException(
          "the key of personal data " + file + " is accessible to others: set its mode to 0600");
    }
    byte[] key;
    try {
      key = HexFormat.of().parseHex(Files.readString(file).strip());
    } catch (IllegalArgumentException e) {
      throw new StoreException("the key of personal data " + file + " is damaged", e);
    }
    if (key.length != SubjectCipher.KEY_BYTES) {
      throw new StoreException("the key of personal data " + file + " is damaged");
    }
    return new KeyEncryptionKey(key);
  }

  SubjectCipher cipher() {
    return new SubjectCipher(key);
  }
}
