package dev.phaseledger.proof;

import java.util.List;

/// The text of a C2SP tlog-checkpoint: which log, how many entries, which root. Extension lines of
/// other logs are kept but mean nothing here.
public record Checkpoint(String origin, TreeHead head, List<String> extensions) {
  /// Most extension lines.
  public static final int EXTENSIONS_MAX = 64;

  private static final int FIXED_LINES = 3;

  /// Refuses an origin or extension that is not one line of text.
  public Checkpoint {
    extensions = List.copyOf(extensions);
    if (!isFullLine(origin)) {
      throw new IllegalArgumentException("origin must be one line of text, not empty");
    }
    if (extensions.size() > EXTENSIONS_MAX
        || !extensions.stream().allMatch(Checkpoint::isFullLine)) {
      throw new IllegalArgumentException(
          "extensions must be at most " + EXTENSIONS_MAX + " lines of text, none empty");
    }
  }

  /// A checkpoint without extension lines, as this ledger writes them.
  public Checkpoint(String origin, TreeHead head) {
    this(origin, head, List.of());
  }

  /// Reads the text of a note; {@link #format} gives back exactly the same text.
  ///
  /// @throws ProofException `MALFORMED` for anything else
  public static Checkpoint parse(String text) {
    if (!text.endsWith("\n")) {
      throw ProofException.malformed("the checkpoint does not end with a line feed");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (lines.size() < FIXED_LINES || lines.size() > FIXED_LINES + EXTENSIONS_MAX) {
      throw ProofException.malformed(
          "the checkpoint has %d lines; origin, size and root are 3".formatted(lines.size()));
    }
    List<String> extensions = lines.subList(FIXED_LINES, lines.size());
    if (!isFullLine(lines.get(0)) || !extensions.stream().allMatch(Checkpoint::isFullLine)) {
      throw ProofException.malformed(
          "the checkpoint has an empty line or a line with control characters");
    }
    long size = StrictText.decimal("the checkpoint's tree size", lines.get(1));
    Sha256Hash root = Sha256Hash.ofBase64(lines.get(2));
    return new Checkpoint(lines.get(0), new TreeHead(size, root), extensions);
  }

  /// The text to sign.
  public String format() {
    StringBuilder text = new StringBuilder();
    text.append(origin).append('\n').append(head.size()).append('\n');
    text.append(head.root().base64()).append('\n');
    extensions.forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /// Signs the checkpoint with every given key, in order.
  public SignedNote sign(List<NoteSigner> signers) {
    return SignedNote.sign(format(), signers);
  }

  private static boolean isFullLine(String line) {
    return !line.isEmpty() && StrictText.isLine(line);
  }
}
