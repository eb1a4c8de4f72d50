package dev.phaseledger.proof.pack;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Reads a file line by line; no line is longer than it may be, and each is ended by a line feed.
final class PackLines implements Closeable {

  private static final int BUFFER_BYTES = 1 << 16;

  private final String file;
  private final InputStream in;
  private final byte[] line;
  private long number;

  PackLines(String file, InputStream in, int bytesMax) {
    this.file = file;
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
    this.line = new byte[bytesMax];
  }

  /// How many lines were read.
  long number() {
    return number;
  }

  Optional<byte[]> next() throws IOException {
    int length = 0;
    int read = in.read();
    if (read < 0) {
      return Optional.empty();
    }
    number++;
    while (read != '\n') {
      if (read < 0) {
        throw new DamagedPackException(file, "line " + number + " is cut off");
      }
      if (length == line.length) {
        throw new DamagedPackException(
            file, "line %d is longer than %d bytes".formatted(number, line.length));
      }
      line[length++] = (byte) read;
      read = in.read();
    }
    return Optional.of(Arrays.copyOf(line, length));
  }

  Optional<String> nextText() throws IOException {
    return next().map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /// The next line, which must be there.
  String text() throws IOException {
    return nextText()
        .orElseThrow(() ->
            new DamagedPackException(file, "ends after line %d, too early".formatted(number)));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
