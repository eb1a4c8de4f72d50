package dev.phaseledger.proof;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// A C2SP signed note: a text of whole lines and the signatures under it. Parsing proves nothing:
/// believe the text only after {@link TrustedKeys} has verified it.
///
/// Several keys may sign one note; a log signs with its old and its new key while verifiers move
/// over.
public record SignedNote(String text, List<NoteSignature> signatures) {
  /// Longest note in bytes.
  public static final int NOTE_BYTES_MAX = 262_144;

  /// Most signatures on a note.
  public static final int SIGNATURES_MAX = 64;

  private static final String SEPARATOR = "\n\n";

  /// Refuses a text that does not end with a line feed or has other control characters, and a note
  /// without signatures.
  public SignedNote {
    boolean lines = text.endsWith("\n") && StrictText.isLine(text.replace('\n', ' '));
    if (!lines) {
      throw new IllegalArgumentException(
          "note text must be lines without control characters, each ended by a line feed");
    }
    if (signatures.isEmpty() || signatures.size() > SIGNATURES_MAX) {
      throw new IllegalArgumentException(
          "note has %d signatures, not 1 to %d".formatted(signatures.size(), SIGNATURES_MAX));
    }
    signatures = List.copyOf(signatures);
  }

  /// Signs a text with every given key, in order.
  public static SignedNote sign(String text, List<NoteSigner> signers) {
    return new SignedNote(text, signers.stream().map(signer -> signer.sign(text)).toList());
  }

  /// Reads a whole note; {@link #format} gives back exactly the same bytes.
  ///
  /// @throws ProofException `MALFORMED` for anything else
  public static SignedNote parse(byte[] note) {
    if (note.length > NOTE_BYTES_MAX) {
      throw ProofException.malformed("the note is longer than " + NOTE_BYTES_MAX + " bytes");
    }
    String whole = StrictText.utf8Lines("the note", note);
    int separator = whole.lastIndexOf(SEPARATOR);
    if (separator < 0) {
      throw ProofException.malformed("the note has no empty line between text and signatures");
    }
    String below = whole.substring(separator + SEPARATOR.length());
    if (!below.endsWith("\n")) {
      throw ProofException.malformed("the note does not end with a signature line");
    }
    List<String> lines = List.of(below.substring(0, below.length() - 1).split("\n", -1));
    if (lines.size() > SIGNATURES_MAX) {
      throw ProofException.malformed("the note has more than " + SIGNATURES_MAX + " signatures");
    }
    return new SignedNote(
        whole.substring(0, separator + 1), lines.stream().map(NoteSignature::parse).toList());
  }

  /// The note as bytes.
  public byte[] format() {
    return toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The note as text.
  @Override
  public String toString() {
    return signatures.stream()
        .map(signature -> signature.format() + "\n")
        .collect(Collectors.joining("", text + "\n", ""));
  }
}
