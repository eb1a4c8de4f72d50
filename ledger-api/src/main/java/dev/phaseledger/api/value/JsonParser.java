package dev.phaseledger.api.value;

import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

/// Reads one document by recursive descent over its bytes; nesting is limited, so the stack is too.
final class JsonParser {

  private final byte[] in;
  private final JsonPath path;
  private int at;

  private JsonParser(byte[] in, int depthMax) {
    this.in = in;
    this.path = new JsonPath(depthMax);
  }

  static JsonValue parse(byte[] utf8, int depthMax) {
    if (utf8.length > Json.DOCUMENT_BYTES_MAX) {
      throw new InvalidJsonException(
          "", "is larger than " + Json.DOCUMENT_BYTES_MAX + " bytes: " + utf8.length);
    }
    return new JsonParser(utf8, depthMax).document();
  }

  private JsonValue document() {
    if (in.length >= 3 && in[0] == (byte) 0xef && in[1] == (byte) 0xbb && in[2] == (byte) 0xbf) {
      throw path.refuse("starts with a byte order mark; leave it out");
    }
    JsonValue value = value();
    skipSpace();
    if (at < in.length) {
      throw path.refuse("goes on with " + seen() + " after its value ended");
    }
    return value;
  }

  private JsonValue value() {
    skipSpace();
    if (at == in.length) {
      throw path.refuse("ends where a value should begin");
    }
    return switch (in[at]) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> new Text(string());
      case 't' -> literal("true", Bool.TRUE);
      case 'f' -> literal("false", Bool.FALSE);
      case 'n' -> literal("null", Nil.NULL);
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> throw path.refuse("has " + seen() + " where a value should begin");
    };
  }

  private JsonValue object() {
    path.open();
    at++;
    var members = new SortedMembers.Collector();
    skipSpace();
    if (!take('}')) {
      do {
        skipSpace();
        if (at == in.length || in[at] != '"') {
          throw path.refuse("has " + seen() + " where a quoted name should begin");
        }
        String name = name();
        path.name(name);
        if (members.holds(name)) {
          throw path.refuse("is there twice; a name may occur once per object");
        }
        skipSpace();
        if (!take(':')) {
          throw path.refuse("has " + seen() + " where ':' should follow the name");
        }
        members.put(name, value());
        path.container();
        skipSpace();
      } while (take(','));
      if (!take('}')) {
        throw path.refuse("has " + seen() + " where ',' or '}' should follow a member");
      }
    }
    path.close();
    return new Fields(members.members());
  }

  private JsonValue array() {
    path.open();
    at++;
    var values = new ArrayList<JsonValue>();
    skipSpace();
    if (!take(']')) {
      do {
        path.index(values.size());
        values.add(value());
        path.container();
        skipSpace();
      } while (take(','));
      if (!take(']')) {
        throw path.refuse("has " + seen() + " where ',' or ']' should follow an element");
      }
    }
    path.close();
    return new Items(values);
  }

  private JsonValue literal(String word, JsonValue value) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i == in.length || in[at + i] != word.charAt(i)) {
        throw path.refuse(
            "has " + seen() + " where a value should begin; is '" + word + "' meant?");
      }
    }
    at += word.length();
    return value;
  }

  private JsonValue number() {
    int start = at;
    boolean negative = take('-');
    int integer = at;
    digits("a digit");
    if (in[integer] == '0' && at - integer > 1) {
      throw path.refuse("is a number with a leading zero");
    }
    int integerDigits = at - integer;
    if (!isAt('.') && !isAt('e') && !isAt('E') && integerDigits <= JsonNumbers.LONG_DIGITS) {
      long magnitude = 0;
      for (int i = integer; i < at; i++) {
        magnitude = magnitude * 10 + (in[i] - '0');
      }
      return Num.of(negative ? -magnitude : magnitude);
    }
    if (take('.')) {
      digits("a digit after the decimal point");
    }
    if (take('e') || take('E')) {
      if (!take('+')) {
        take('-');
      }
      int exponent = at;
      digits("a digit of the exponent");
      refuseAbsurd(exponent);
    }
    if (at - start > Json.NUMBER_CHARS_MAX) {
      throw path.refuse("is a number of more than " + Json.NUMBER_CHARS_MAX + " characters");
    }
    var number =
        new Num(new BigDecimal(new String(in, start, at - start, StandardCharsets.ISO_8859_1)));
    String problem = JsonNumbers.problem(number.value());
    if (!problem.isEmpty()) {
      throw path.refuse(problem);
    }
    return number;
  }

  /// Refuses, before any arithmetic, an exponent that no mantissa within the limits makes up for.
  private void refuseAbsurd(int exponentStart) {
    int exponent = 0;
    for (int i = exponentStart; i < at; i++) {
      exponent = exponent * 10 + (in[i] - '0');
      if (exponent > Json.NUMBER_EXPONENT_MAX + Json.NUMBER_CHARS_MAX) {
        throw path.refuse(
            "is a number whose exponent is beyond " + Json.NUMBER_EXPONENT_MAX + " in magnitude");
      }
    }
  }

  private void digits(String expected) {
    int start = at;
    while (at < in.length && in[at] >= '0' && in[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw path.refuse("has " + seen() + " where " + expected + " should be");
    }
  }

  private String name() {
    int start = at + 1;
    int end = plainEnd(start);
    if (end < in.length && in[end] == '"') {
      at = end + 1;
      return MemberNames.of(in, start, end);
    }
    return string();
  }

  private String string() {
    int start = at + 1;
    int end = plainEnd(start);
    if (end == in.length) {
      throw path.refuse("ends inside a string");
    }
    if (in[end] != '"') {
      at = end;
      return stringFrom(start);
    }
    at = end + 1;
    return new String(in, start, end - start, StandardCharsets.ISO_8859_1);
  }

  /// Where the bytes that are plain ASCII and stand for themselves end.
  private int plainEnd(int start) {
    byte[] bytes = in;
    int end = start;
    while (end < bytes.length && bytes[end] >= 0x20 && bytes[end] != '"' && bytes[end] != '\\') {
      end++;
    }
    return end;
  }

  /// Goes on with a string whose first bytes are plain ASCII, at the first one that is not.
  private String stringFrom(int start) {
    var text = new StringBuilder(2 * (at - start) + 16);
    text.append(new String(in, start, at - start, StandardCharsets.ISO_8859_1));
    while (at < in.length) {
      int b = in[at] & 0xff;
      if (b == '"') {
        at++;
        return text.toString();
      }
      if (b == '\\') {
        at++;
        escape(text);
      } else if (b < 0x20) {
        throw path.refuse("holds control character " + hex(b) + ", which must be escaped");
      } else if (b < 0x80) {
        text.append((char) b);
        at++;
      } else {
        text.appendCodePoint(codePoint(b));
      }
    }
    throw path.refuse("ends inside a string");
  }

  private void escape(StringBuilder text) {
    if (at == in.length) {
      throw path.refuse("ends inside a string");
    }
    byte kind = in[at];
    at++;
    switch (kind) {
      case '"', '\\', '/' -> text.append((char) kind);
      case 'b' -> text.append('\b');
      case 'f' -> text.append('\f');
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> unicodeEscape(text);
      default -> {
        at--;
        throw path.refuse("has " + seen() + " after '\\', which is no JSON escape");
      }
    }
  }

  private void unicodeEscape(StringBuilder text) {
    char first = fourHexDigits();
    if (Character.isSurrogate(first)) {
      boolean paired =
          Character.isHighSurrogate(first)
              && at + 1 < in.length
              && in[at] == '\\'
              && in[at + 1] == 'u';
      if (!paired) {
        throw loneSurrogate();
      }
      at += 2;
      char second = fourHexDigits();
      if (!Character.isLowSurrogate(second)) {
        throw loneSurrogate();
      }
      text.append(first).append(second);
    } else if (first == 0) {
      throw path.refuse("holds U+0000, which databases and other readers refuse");
    } else {
      text.append(first);
    }
  }

  private char fourHexDigits() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < in.length && in[at] > 0 ? Character.digit((char) in[at], 16) : -1;
      if (digit < 0) {
        throw path.refuse("has " + seen() + " where one of four hexadecimal digits should be");
      }
      unit = (unit << 4) | digit;
      at++;
    }
    return (char) unit;
  }

  /// Reads one character of two to four bytes, well-formed as Unicode's table 3-7 defines it.
  private int codePoint(int first) {
    if (first >= 0xc2 && first <= 0xdf) {
      return (first & 0x1f) << 6 | continued(1, 0x80, 0xbf);
    }
    if (first >= 0xe0 && first <= 0xef) {
      if (first == 0xed && at + 1 < in.length && (in[at + 1] & 0xff) >= 0xa0) {
        throw loneSurrogate();
      }
      return (first & 0x0f) << 12 | continued(2, first == 0xe0 ? 0xa0 : 0x80, 0xbf);
    }
    if (first >= 0xf0 && first <= 0xf4) {
      return (first & 0x07) << 18
          | continued(3, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
    }
    throw malformed();
  }

  /// The bits of the bytes that follow a first byte; only the first of them has limits of its own.
  private int continued(int count, int lowest, int highest) {
    int bits = 0;
    for (int i = 1; i <= count; i++) {
      int b = at + i < in.length ? in[at + i] & 0xff : 0;
      if (b < (i == 1 ? lowest : 0x80) || b > (i == 1 ? highest : 0xbf)) {
        throw malformed();
      }
      bits = (bits << 6) | (b & 0x3f);
    }
    at += count + 1;
    return bits;
  }

  private InvalidJsonException malformed() {
    return path.refuse("is not UTF-8 at byte " + at);
  }

  private InvalidJsonException loneSurrogate() {
    return path.refuse("holds half of a surrogate pair at byte " + at);
  }

  private void skipSpace() {
    while (at < in.length
        && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
      at++;
    }
  }

  private boolean isAt(char expected) {
    return at < in.length && in[at] == expected;
  }

  private boolean take(char expected) {
    if (isAt(expected)) {
      at++;
      return true;
    }
    return false;
  }

  /// What stands at the current place, for a message.
  private String seen() {
    if (at == in.length) {
      return "its end (byte " + at + ")";
    }
    int b = in[at] & 0xff;
    String what = b > 0x20 && b < 0x7f ? "'" + (char) b + "'" : "byte " + hex(b);
    return what + " (byte " + at + ")";
  }

  private static String hex(int b) {
    return "0x" + (b < 0x10 ? "0" : "") + Integer.toHexString(b);
  }
}
