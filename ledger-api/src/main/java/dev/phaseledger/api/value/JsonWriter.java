package dev.phaseledger.api.value;

import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Writes the canonical form into a growing buffer. Refuses what [JsonParser] would refuse: what is
/// written once must be readable for ever.
final class JsonWriter {

  private static final int BYTES_INITIAL = 1024;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

  /// By ASCII character: whether a string holds it as itself.
  private static final boolean[] PLAIN = new boolean[0x80];

  static {
    Arrays.fill(PLAIN, 0x20, 0x80, true);
    PLAIN['"'] = false;
    PLAIN['\\'] = false;
  }

  /// Characters of a short integer with its sign.
  private static final int INTEGER_CHARS_MAX = JsonNumbers.LONG_DIGITS + 1;

  private final JsonPath path = new JsonPath(Json.RECORDED_DEPTH_MAX);
  private byte[] out;
  private int size;

  private JsonWriter(int capacity) {
    out = new byte[capacity];
  }

  static byte[] bytes(JsonValue value) {
    var writer = new JsonWriter(BYTES_INITIAL);
    writer.value(value);
    return writer.finished();
  }

  /// The UTF-8 of a document's text. Half of a surrogate pair comes out as the three bytes that the
  /// parser refuses and names the place of, where the JDK would silently write a question mark.
  static byte[] encode(String text) {
    var writer = new JsonWriter(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      if (unit < 0x80) {
        writer.room(1);
        writer.put(unit);
      } else {
        int codePoint = text.codePointAt(i);
        writer.multiByte(codePoint);
        i += Character.charCount(codePoint) - 1;
      }
    }
    return writer.finished();
  }

  private byte[] finished() {
    return Arrays.copyOf(out, size);
  }

  private void value(JsonValue value) {
    switch (value) {
      case Text text -> string(text.value());
      case Num number -> number(number.value());
      case Bool bool -> ascii(bool == Bool.TRUE ? "true" : "false");
      case Nil _ -> ascii("null");
      case Items items -> array(items.values());
      case Fields fields -> object(fields);
    }
  }

  private void object(Fields fields) {
    path.open();
    char before = '{';
    SortedMembers members = SortedMembers.of(fields.members());
    for (int place = 0; place < members.size(); place++) {
      String name = members.name(place);
      room(1);
      put(before);
      before = ',';
      path.container();
      string(name);
      path.name(name);
      room(1);
      put(':');
      value(members.value(place));
    }
    room(2);
    if (before == '{') {
      put('{');
    }
    put('}');
    path.close();
  }

  private void array(List<JsonValue> values) {
    path.open();
    room(1);
    put('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        room(1);
        put(',');
      }
      path.index(i);
      value(values.get(i));
    }
    room(1);
    put(']');
    path.close();
  }

  private void number(BigDecimal value) {
    if (JsonNumbers.isShortInteger(value)) {
      integer(value.longValue());
      return;
    }
    String problem = JsonNumbers.problem(value);
    if (!problem.isEmpty()) {
      throw path.refuse(problem);
    }
    ascii(JsonNumbers.text(value));
  }

  private void integer(long value) {
    room(INTEGER_CHARS_MAX);
    if (value < 0) {
      put('-');
    }
    long rest = Math.abs(value);
    int end = size + 1;
    for (long power = rest; power >= 10; power /= 10) {
      end++;
    }
    for (int i = end - 1; i >= size; i--) {
      out[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size = end;
  }

  private void ascii(String text) {
    room(text.length());
    for (int i = 0; i < text.length(); i++) {
      put(text.charAt(i));
    }
  }

  private void string(String text) {
    int length = text.length();
    room(length + 2);
    put('"');
    int i = plain(text, length);
    while (i < length) {
      char unit = text.charAt(i);
      if (isPlain(unit)) {
        room(1);
        put(unit);
        i++;
      } else if (unit < 0x80) {
        escaped(unit);
        i++;
      } else {
        int codePoint = text.codePointAt(i);
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
          throw path.refuse("holds half of a surrogate pair at character " + i);
        }
        multiByte(codePoint);
        i += Character.charCount(codePoint);
      }
    }
    room(1);
    put('"');
  }

  /// Stores the characters before the first one that is not written as itself; the caller has made
  /// room.
  private int plain(String text, int length) {
    byte[] to = out;
    int start = size;
    int i = 0;
    while (i < length) {
      char unit = text.charAt(i);
      if (!isPlain(unit)) {
        break;
      }
      to[start + i] = (byte) unit;
      i++;
    }
    size = start + i;
    return i;
  }

  private static boolean isPlain(char unit) {
    return unit < PLAIN.length && PLAIN[unit];
  }

  private void escaped(char unit) {
    room(6);
    put('\\');
    switch (unit) {
      case '"', '\\' -> put(unit);
      case '\b' -> put('b');
      case '\t' -> put('t');
      case '\n' -> put('n');
      case '\f' -> put('f');
      case '\r' -> put('r');
      case 0 -> throw path.refuse("holds U+0000, which databases and other readers refuse");
      default -> {
        put('u');
        put('0');
        put('0');
        out[size++] = HEX[unit >> 4];
        out[size++] = HEX[unit & 0xf];
      }
    }
  }

  private void multiByte(int codePoint) {
    room(4);
    if (codePoint < 0x800) {
      out[size++] = (byte) (0xc0 | (codePoint >> 6));
    } else {
      if (codePoint < 0x10000) {
        out[size++] = (byte) (0xe0 | (codePoint >> 12));
      } else {
        out[size++] = (byte) (0xf0 | (codePoint >> 18));
        out[size++] = (byte) (0x80 | ((codePoint >> 12) & 0x3f));
      }
      out[size++] = (byte) (0x80 | ((codePoint >> 6) & 0x3f));
    }
    out[size++] = (byte) (0x80 | (codePoint & 0x3f));
  }

  /// Stores an ASCII character; the caller has made room.
  private void put(char ascii) {
    out[size++] = (byte) ascii;
  }

  private void room(int count) {
    if (count > out.length - size) {
      long wanted = Math.max((long) size + count, 2L * out.length);
      if ((long) size + count > Json.DOCUMENT_BYTES_MAX) {
        throw new InvalidJsonException("", "is larger than " + Json.DOCUMENT_BYTES_MAX + " bytes");
      }
      out = Arrays.copyOf(out, (int) Math.min(wanted, Json.DOCUMENT_BYTES_MAX));
    }
  }
}
