package dev.phaseledger.proof.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// Keeps a monitor's state in a file: after a crash it holds the old state or the new one.
public final class StateFile {
  private final Path file;

  /// The file need not exist yet.
  public StateFile(Path file) {
    this.file = file;
  }

  /// What was saved last; empty if there is no such file.
  ///
  /// @throws IOException if the file cannot be read or is not what was saved
  public Optional<MonitorState> load() throws IOException {
    return Files.exists(file)
        ? Optional.of(MonitorState.parse(Files.readAllBytes(file)))
        : Optional.empty();
  }

  /// Replaces what was saved; durable when it returns.
  public void save(MonitorState state) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path draft = Files.createTempFile(directory, file.getFileName().toString(), ".new");
    try {
      try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = ByteBuffer.wrap(state.format());
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
    try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
      entry.force(true);
    }
  }
}
