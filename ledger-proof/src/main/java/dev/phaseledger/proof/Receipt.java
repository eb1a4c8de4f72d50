package dev.phaseledger.proof;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A C2SP tlog-proof: where an entry stands in the log, the path to the root and the signed
/// checkpoint. With the entry's bytes and a trusted key it proves, offline, that the log recorded
/// the entry.
///
/// `extra` is the base64 of opaque data that nothing authenticates.
public record Receipt(Optional<String> extra, InclusionProof inclusion, SignedNote checkpoint) {
  private static final String HEADER = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  /// Longest receipt in bytes.
  public static final int BYTES_MAX = 2 * SignedNote.NOTE_BYTES_MAX;

  /// Refuses extra data that is not canonical base64 of at least one byte.
  public Receipt {
    extra.ifPresent(Receipt::requireExtra);
  }

  /// A receipt without extra data, as this ledger writes them.
  public Receipt(InclusionProof inclusion, SignedNote checkpoint) {
    this(Optional.empty(), inclusion, checkpoint);
  }

  /// Reads a whole receipt; {@link #format} gives back exactly the same bytes.
  ///
  /// @throws ProofException `MALFORMED` for anything else
  public static Receipt parse(byte[] receipt) {
    if (receipt.length > BYTES_MAX) {
      throw ProofException.malformed("the receipt is longer than " + BYTES_MAX + " bytes");
    }
    String whole = StrictText.utf8Lines("the receipt", receipt);
    int separator = whole.indexOf("\n\n");
    if (separator < 0) {
      throw ProofException.malformed("the receipt has no empty line before the checkpoint");
    }
    List<String> lines = new ArrayList<>(List.of(whole.substring(0, separator).split("\n", -1)));
    if (!lines.removeFirst().equals(HEADER)) {
      throw ProofException.malformed("the receipt does not start with " + HEADER);
    }
    Optional<String> extra = Optional.empty();
    if (!lines.isEmpty() && lines.getFirst().startsWith(EXTRA)) {
      extra = Optional.of(parseExtra(lines.removeFirst().substring(EXTRA.length())));
    }
    if (lines.isEmpty() || !lines.getFirst().startsWith(INDEX)) {
      throw ProofException.malformed("the receipt has no index line");
    }
    long index =
        StrictText.decimal("the receipt's index", lines.removeFirst().substring(INDEX.length()));
    if (lines.size() > InclusionProof.PATH_HASHES_MAX) {
      throw ProofException.malformed(
          "the receipt has more than " + InclusionProof.PATH_HASHES_MAX + " hashes");
    }
    List<Sha256Hash> path = lines.stream().map(Sha256Hash::ofBase64).toList();
    byte[] note = whole.substring(separator + 2).getBytes(StandardCharsets.UTF_8);
    SignedNote checkpoint = SignedNote.parse(note);
    // Found here rather than when verifying: a receipt without a checkpoint is none.
    Checkpoint.parse(checkpoint.text());
    return new Receipt(extra, new InclusionProof(index, path), checkpoint);
  }

  /// The receipt as bytes, for a file with the extension `.tlog-proof`.
  public byte[] format() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /// Returns the checkpoint only if a trusted key of the log signed it and the entry is in its tree
  /// at the receipt's index.
  ///
  /// @throws ProofException `UNTRUSTED_KEY`, `BAD_SIGNATURE`, `WRONG_ORIGIN` or `NOT_INCLUDED`
  public VerifiedCheckpoint verify(byte[] entry, TrustedKeys trusted) {
    VerifiedCheckpoint verified = trusted.verifyCheckpoint(checkpoint);
    verified.head().checkIncludes(TreeHashing.leaf(entry), inclusion);
    return verified;
  }

  /// The receipt as text.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(HEADER).append('\n');
    extra.ifPresent(data -> text.append(EXTRA).append(data).append('\n'));
    text.append(INDEX).append(inclusion.index()).append('\n');
    inclusion.path().forEach(hash -> text.append(hash.base64()).append('\n'));
    return text.append('\n').append(checkpoint).toString();
  }

  private static String parseExtra(String base64) {
    if (StrictText.base64("the receipt's extra data", base64).length == 0) {
      throw ProofException.malformed("the receipt's extra line is empty");
    }
    return base64;
  }

  private static void requireExtra(String base64) {
    try {
      parseExtra(base64);
    } catch (ProofException e) {
      throw new IllegalArgumentException("extra data must be canonical base64, not empty", e);
    }
  }
}
