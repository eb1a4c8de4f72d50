package dev.phaseledger.api.value;

import dev.phaseledger.api.Digest;
import java.nio.charset.StandardCharsets;

/// Reads JSON strictly and writes it in one canonical form.
///
/// **Reading** accepts what RFC 8259 defines, in strict UTF-8 and without a byte order mark, and
/// refuses what two readers could understand differently: duplicate names, lone surrogates, U+0000,
/// text after the value, and numbers or nesting beyond the limits named here. Numbers are exact.
///
/// **Writing** follows RFC 8785 (names sorted by UTF-16 code unit, no white space, its string
/// escapes) except for numbers, which RFC 8785 would round to doubles. Here a number is written
/// exactly and in one way: without an exponent and without superfluous zeros as long as that takes
/// at most [#PLAIN_DIGITS_MAX] digits, such as `100`, `-0.1` or `0`; otherwise as one digit that is
/// not 0, the remaining significant digits after a point, and a signed exponent, such as `1e+40` or
/// `-1.25e-60`. Equal values therefore have equal bytes, and `parse(bytes(value))` equals `value`.
public final class Json {

  /// Arrays and objects that a document may nest, in levels.
  public static final int DEPTH_MAX = 64;

  /// Nesting of what is written, in levels: a caller's document with room for what an entry or an
  /// answer wraps around it.
  public static final int RECORDED_DEPTH_MAX = 80;

  /// Size of a document, in bytes of UTF-8. Boundaries set tighter limits of their own.
  public static final int DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;

  /// Length of a number as it is written in a document, in characters.
  public static final int NUMBER_CHARS_MAX = 1024;

  /// Significant digits of a number.
  public static final int NUMBER_DIGITS_MAX = 400;

  /// Magnitude of a number: the power of ten of its first significant digit, either sign.
  public static final int NUMBER_EXPONENT_MAX = 400;

  /// Digits of a number that is written without an exponent.
  public static final int PLAIN_DIGITS_MAX = 40;

  private Json() {}

  /// Reads one document.
  ///
  /// @throws InvalidJsonException if it is not JSON, not UTF-8, or beyond a limit
  public static JsonValue parse(byte[] utf8) {
    return JsonParser.parse(utf8, DEPTH_MAX);
  }

  /// Reads one document.
  ///
  /// @throws InvalidJsonException if it is not JSON, holds a lone surrogate, or is beyond a limit
  public static JsonValue parse(String text) {
    return parse(JsonWriter.encode(text));
  }

  /// Reads one document that the ledger wrote: as [#parse(byte[])], with nesting up to
  /// [#RECORDED_DEPTH_MAX].
  ///
  /// @throws InvalidJsonException if it is not JSON, not UTF-8, or beyond a limit
  public static JsonValue parseRecorded(byte[] utf8) {
    return JsonParser.parse(utf8, RECORDED_DEPTH_MAX);
  }

  /// The canonical form, in UTF-8.
  ///
  /// @throws InvalidJsonException if the value could not be read back: a lone surrogate, or a
  ///   number, nesting or size beyond a limit
  public static byte[] bytes(JsonValue value) {
    return JsonWriter.bytes(value);
  }

  /// The canonical form as text.
  ///
  /// @throws InvalidJsonException as [#bytes(JsonValue)] does
  public static String text(JsonValue value) {
    return new String(bytes(value), StandardCharsets.UTF_8);
  }

  /// The digest of the canonical form: equal values have equal digests.
  ///
  /// @throws InvalidJsonException as [#bytes(JsonValue)] does
  public static Digest digest(JsonValue value) {
    return Digest.of(bytes(value));
  }
}
