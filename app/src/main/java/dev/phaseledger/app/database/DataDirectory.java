package dev.phaseledger.app.database;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/// The directory that holds everything a service must not lose: its database, keys and principals.
/// One process at a time may hold it.
public final class DataDirectory implements AutoCloseable {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataDirectory(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  /// Creates the directory if need be and takes it for this process.
  ///
  /// @throws DataDirectoryInUseException if another process holds it
  public static DataDirectory open(Path path) throws IOException {
    Path root = path.toAbsolutePath().normalize();
    Files.createDirectories(root);
    restrict(root, OWNER_ONLY_DIRECTORY);
    FileChannel channel =
        FileChannel.open(
            root.resolve("service.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    Optional<FileLock> lock = tryLock(channel);
    if (lock.isEmpty()) {
      channel.close();
      throw new DataDirectoryInUseException(root);
    }
    return new DataDirectory(root, channel, lock.get());
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException _) {
      // Held by this very process, by another service in it.
      return Optional.empty();
    }
  }

  /// Where the token of the first operator is left for the command line.
  public static Path operatorToken(Path root) {
    return root.resolve("operator.token");
  }

  /// Who may call.
  public static Path principals(Path root) {
    return root.resolve("principals.yaml");
  }

  public Path root() {
    return root;
  }

  /// The directory of the embedded database.
  Path database() {
    return root.resolve("postgres");
  }

  /// Where the signing keys are.
  public Path keys() throws IOException {
    Path keys = Files.createDirectories(root.resolve("keys"));
    restrict(keys, OWNER_ONLY_DIRECTORY);
    return keys;
  }

  /// Writes a file that only its owner may read: all of it or, after a crash, none of it.
  public static void writeSecret(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(draft);
    restrict(draft, OWNER_ONLY);
    try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void restrict(Path path, Set<PosixFilePermission> permissions) throws IOException {
    if (Files.getFileStore(path).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
