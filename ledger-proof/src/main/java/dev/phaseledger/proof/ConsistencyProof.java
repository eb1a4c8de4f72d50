package dev.phaseledger.proof;

import java.util.List;
import java.util.stream.Collectors;

/// The proof of RFC 6962 section 2.1.2 that an older tree is a prefix of a newer one. Checked by
/// {@link TreeHead#checkPrefixOf}.
///
/// Its text form is one base64 hash per line, each line ended by a line feed; a proof without
/// hashes is the empty text.
public record ConsistencyProof(List<Sha256Hash> path) {
  /// The longest proof between trees of at most 2^63 - 1 entries, in hashes.
  public static final int PATH_HASHES_MAX = 64;

  /// Refuses a path longer than any two trees need.
  public ConsistencyProof {
    if (path.size() > PATH_HASHES_MAX) {
      throw new IllegalArgumentException(
          "path has %d hashes, at most %d are possible".formatted(path.size(), PATH_HASHES_MAX));
    }
    path = List.copyOf(path);
  }

  /// Reads the text form strictly.
  ///
  /// @throws ProofException `MALFORMED` for any other text
  public static ConsistencyProof parse(String text) {
    if (text.isEmpty()) {
      return new ConsistencyProof(List.of());
    }
    if (!text.endsWith("\n")) {
      throw ProofException.malformed("the consistency proof does not end with a line feed");
    }
    List<String> lines = List.of(text.substring(0, text.length() - 1).split("\n", -1));
    if (lines.size() > PATH_HASHES_MAX) {
      throw ProofException.malformed(
          "the consistency proof has more than " + PATH_HASHES_MAX + " hashes");
    }
    return new ConsistencyProof(lines.stream().map(Sha256Hash::ofBase64).toList());
  }

  /// The text form.
  public String format() {
    return path.stream().map(hash -> hash.base64() + "\n").collect(Collectors.joining());
  }
}
