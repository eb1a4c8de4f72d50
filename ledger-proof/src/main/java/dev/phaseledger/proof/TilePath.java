package dev.phaseledger.proof;

import java.util.ArrayList;
import java.util.List;

/// The address of a resource of C2SP tlog-tiles: `tile/<level>/<index>[.p/<width>]` or
/// `tile/entries/<index>[.p/<width>]`. A width of 256 is a full tile and not written.
public sealed interface TilePath {
  /// The highest tile level the format can address.
  int LEVEL_MAX = 63;

  /// A tile of tree hashes.
  record Hashes(int level, long index, int width) implements TilePath {
    /// Refuses a level, index or width outside the format's limits.
    public Hashes {
      if (level < 0 || level > LEVEL_MAX) {
        throw new IllegalArgumentException("level " + level + " is not within 0.." + LEVEL_MAX);
      }
      checkSlot(index, width);
    }

    @Override
    public String path() {
      return "tile/" + level + "/" + formatSlot(index, width);
    }
  }

  /// A bundle of entries.
  record Entries(long index, int width) implements TilePath {
    /// Refuses an index or width outside the format's limits.
    public Entries {
      checkSlot(index, width);
    }

    @Override
    public String path() {
      return "tile/entries/" + formatSlot(index, width);
    }
  }

  /// The index of the tile within its level.
  long index();

  /// Number of hashes or entries: 256 if full, less if partial.
  int width();

  /// The relative path, without a leading slash.
  String path();

  /// Reads a relative path strictly: each address has exactly one spelling.
  ///
  /// @throws ProofException `MALFORMED` for any other text
  static TilePath parse(String path) {
    List<String> parts = new ArrayList<>(List.of(path.split("/", -1)));
    if (parts.size() < 3 || !parts.removeFirst().equals("tile")) {
      throw ProofException.malformed("a tile path starts with tile/ and a level or entries");
    }
    String kind = parts.removeFirst();
    int width = HashTile.HASHES_MAX;
    if (parts.size() >= 2 && parts.get(parts.size() - 2).endsWith(".p")) {
      width = parseWidth(parts.removeLast());
      String last = parts.removeLast();
      parts.add(last.substring(0, last.length() - 2));
    }
    long index = parseIndex(parts);
    if (kind.equals("entries")) {
      return new Entries(index, width);
    }
    long level = StrictText.decimal("tile level", kind);
    if (level > LEVEL_MAX) {
      throw ProofException.malformed("tile level is larger than " + LEVEL_MAX);
    }
    return new Hashes((int) level, index, width);
  }

  private static int parseWidth(String text) {
    long width = StrictText.decimal("tile width", text);
    if (width < 1 || width >= HashTile.HASHES_MAX) {
      throw ProofException.malformed(
          "the width of a partial tile is not within 1.." + (HashTile.HASHES_MAX - 1));
    }
    return (int) width;
  }

  private static long parseIndex(List<String> parts) {
    long index = 0;
    for (int i = 0; i < parts.size(); i++) {
      boolean last = i == parts.size() - 1;
      String part = parts.get(i);
      String digits = last ? part : part.startsWith("x") ? part.substring(1) : "";
      boolean threeDigits =
          digits.length() == 3 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
      boolean leadingZeros = i == 0 && !last && digits.equals("000");
      if (!threeDigits || leadingZeros) {
        throw ProofException.malformed("the tile index is not of the form x001/x234/067");
      }
      try {
        index = Math.addExact(Math.multiplyExact(index, 1000L), Long.parseLong(digits));
      } catch (ArithmeticException e) {
        throw ProofException.malformed("the tile index is larger than 2^63 - 1", e);
      }
    }
    return index;
  }

  private static void checkSlot(long index, int width) {
    if (index < 0) {
      throw new IllegalArgumentException("tile index " + index + " is negative");
    }
    if (width < 1 || width > HashTile.HASHES_MAX) {
      throw new IllegalArgumentException(
          "tile width " + width + " is not within 1.." + HashTile.HASHES_MAX);
    }
  }

  private static String formatSlot(long index, int width) {
    StringBuilder text = new StringBuilder(threeDigits(index));
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      text.insert(0, "x" + threeDigits(rest) + "/");
    }
    if (width < HashTile.HASHES_MAX) {
      text.append(".p/").append(width);
    }
    return text.toString();
  }

  private static String threeDigits(long number) {
    return Long.toString(1000 + number % 1000).substring(1);
  }
}
