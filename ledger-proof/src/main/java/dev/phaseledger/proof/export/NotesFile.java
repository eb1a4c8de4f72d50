package dev.phaseledger.proof.export;

import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.SignedNote;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads a file of signed notes with an empty line between them, one after the other.
final class NotesFile implements Closeable {

  private final BufferedReader lines;

  NotesFile(Path file) throws IOException {
    // Bytes that are no UTF-8 must not end the reading: such a note simply does not verify.
    this.lines =
        new BufferedReader(
            new java.io.InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8));
  }

  /// A note as it stands behind another one.
  static byte[] separated(byte[] note) {
    byte[] separated = new byte[note.length + 1];
    separated[0] = '\n';
    System.arraycopy(note, 0, separated, 1, note.length);
    return separated;
  }

  /// One note of the file.
  ///
  /// @param note empty if what stands there is none: it proves nothing
  record Read(Optional<SignedNote> note) {}

  /// The next note; empty at the end of the file.
  Optional<Read> next() throws IOException {
    StringBuilder text = new StringBuilder();
    int emptyLines = 0;
    String line = lines.readLine();
    if (line == null) {
      return Optional.empty();
    }
    while (line != null) {
      // The first empty line is inside the note, the second ends it.
      if (line.isEmpty() && ++emptyLines == 2) {
        break;
      }
      if (text.length() <= SignedNote.NOTE_BYTES_MAX) {
        text.append(line).append('\n');
      }
      line = lines.readLine();
    }
    try {
      return Optional.of(
          new Read(
              Optional.of(SignedNote.parse(text.toString().getBytes(StandardCharsets.UTF_8)))));
    } catch (ProofException e) {
      return Optional.of(new Read(Optional.empty()));
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
