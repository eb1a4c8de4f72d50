package dev.phaseledger.api.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The names of members that were read lately: documents of one kind repeat a few dozen, so most
/// need no text of their own.
///
/// One place for each hash, whose name the next one with that hash replaces. Threads may overwrite
/// each other's: a name is compared before it is taken.
final class MemberNames {

  private static final int PLACES = 512;

  /// Longer ones are not kept.
  private static final int NAME_BYTES_MAX = 32;

  // Only compared byte by byte.
  @SuppressWarnings("ArrayRecordComponent")
  private record Known(byte[] bytes, String name) {}

  private static final @Nullable Known[] KNOWN = new Known[PLACES];

  private MemberNames() {}

  /// The name that stands in a stretch of ASCII.
  static String of(byte[] in, int start, int end) {
    int length = end - start;
    if (length == 0 || length > NAME_BYTES_MAX) {
      return text(in, start, end);
    }
    int place = place(in[start], in[start + length / 2], in[end - 1], length);
    Known known = KNOWN[place];
    if (known != null && Arrays.equals(known.bytes(), 0, known.bytes().length, in, start, end)) {
      return known.name();
    }
    Known read = new Known(Arrays.copyOfRange(in, start, end), text(in, start, end));
    KNOWN[place] = read;
    return read.name();
  }

  private static int place(int first, int middle, int last, int length) {
    int hash = ((first * 31 + middle) * 31 + last) * 31 + length;
    return (hash ^ hash >>> 9) & PLACES - 1;
  }

  private static String text(byte[] in, int start, int end) {
    return new String(in, start, end - start, StandardCharsets.US_ASCII);
  }
}
