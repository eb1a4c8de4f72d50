package dev.phaseledger.proof.export;

import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.KeyRotation;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeHashing;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// Reads the entries file and hashes each line where it lies in the buffer, without copying it.
final class EntryLines implements Source<EntryLine>, Closeable {
  private static final int BUFFER_BYTES = 1 << 20;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final int NONE = -1;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int limit;
  private long number;

  EntryLines(Path file) throws IOException {
    this.in = Files.newInputStream(file);
  }

  @Override
  public Optional<EntryLine> next() throws IOException {
    boolean tooLong = false;
    int searched = start;
    int end = lineFeed(searched);
    while (end == NONE) {
      searched = limit;
      if (limit - start == BUFFER_BYTES) {
        tooLong = true;
        start = limit;
      }
      searched -= start;
      if (!refill()) {
        return lastLine(tooLong);
      }
      end = lineFeed(searched);
    }
    EntryLine line = line(end, tooLong, true);
    start = end + 1;
    return Optional.of(line);
  }

  private Optional<EntryLine> lastLine(boolean tooLong) {
    if (start == limit && !tooLong) {
      return Optional.empty();
    }
    EntryLine line = line(limit, tooLong, false);
    start = limit;
    return Optional.of(line);
  }

  private EntryLine line(int end, boolean tooLong, boolean terminated) {
    int length = end - start;
    Sha256Hash hash =
        tooLong || length > EntryBundle.ENTRY_BYTES_MAX
            ? EntryLine.TOO_LONG
            : TreeHashing.leaf(buffer, start, length);
    Optional<ByteBuffer> rotation =
        KeyRotation.isOne(buffer, start, length)
            ? Optional.of(ByteBuffer.wrap(Arrays.copyOfRange(buffer, start, end)))
            : Optional.empty();
    return new EntryLine(number++, hash, terminated, rotation);
  }

  /// Moves the unfinished line to the front and reads more behind it; false at the end of the file.
  private boolean refill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, limit - start);
    limit -= start;
    start = 0;
    int read = in.read(buffer, limit, BUFFER_BYTES - limit);
    limit += Math.max(read, 0);
    return read >= 0;
  }

  /// Eight bytes at a time: a byte equal to a line feed becomes zero, and only a zero byte (or,
  /// after one, a byte of 1) sets its high bit; so the first bit set is exact.
  private int lineFeed(int from) {
    int at = from;
    for (; at + Long.BYTES <= limit; at += Long.BYTES) {
      long word = (long) LONGS.get(buffer, at) ^ LINE_FEEDS;
      long zeros = (word - LOW_BITS) & ~word & HIGH_BITS;
      if (zeros != 0) {
        return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
      }
    }
    for (; at < limit; at++) {
      if (buffer[at] == '\n') {
        return at;
      }
    }
    return NONE;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
