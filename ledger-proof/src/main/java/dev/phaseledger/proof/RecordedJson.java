package dev.phaseledger.proof;

import java.util.LinkedHashMap;
import java.util.Map;

/// Reads what the ledger wrote just far enough for a verifier: a JSON object (RFC 8259) without
/// spaces, strictly, with its texts and objects. Numbers, arrays and literals are passed over.
///
/// An auditor's verifier has no other use for JSON, so it brings no library for it.
public final class RecordedJson {

  /// How deep objects and arrays may lie in each other.
  static final int DEPTH_MAX = 64;

  private final String text;
  private int at;

  private RecordedJson(String text) {
    this.text = text;
  }

  /// A value: a text, an object, or something that is of no interest here.
  public sealed interface Value {
    /// A text.
    record Text(String value) implements Value {}

    /// An object.
    record Members(Map<String, Value> members) implements Value {
      /// A member that must be a text.
      public String text(String name) {
        if (members.get(name) instanceof Text text) {
          return text.value();
        }
        throw ProofException.malformed("the entry has no text '" + name + "'");
      }

      /// A member that must be an object.
      public Members object(String name) {
        if (members.get(name) instanceof Members object) {
          return object;
        }
        throw ProofException.malformed("the entry has no object '" + name + "'");
      }
    }

    /// Anything else.
    enum Other implements Value {
      PASSED_OVER
    }
  }

  /// Reads a whole text that is one object.
  ///
  /// @throws ProofException `MALFORMED` for anything else
  public static Value.Members object(String text) {
    RecordedJson json = new RecordedJson(text);
    Value value = json.value(0);
    if (!(value instanceof Value.Members members) || json.at != text.length()) {
      throw json.wrong();
    }
    return members;
  }

  private Value value(int depth) {
    if (depth > DEPTH_MAX) {
      throw wrong();
    }
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> items(depth);
      case '"' -> new Value.Text(string());
      default -> scalar();
    };
  }

  private Value.Members members(int depth) {
    Map<String, Value> members = new LinkedHashMap<>();
    expect('{');
    if (peek() == '}') {
      at++;
      return new Value.Members(members);
    }
    while (true) {
      String name = string();
      expect(':');
      if (members.put(name, value(depth + 1)) != null) {
        // Two readers could take different ones of two equal names.
        throw wrong();
      }
      if (next() == '}') {
        return new Value.Members(members);
      }
      back(',');
    }
  }

  private Value items(int depth) {
    expect('[');
    if (peek() == ']') {
      at++;
      return Value.Other.PASSED_OVER;
    }
    while (true) {
      value(depth + 1);
      if (next() == ']') {
        return Value.Other.PASSED_OVER;
      }
      back(',');
    }
  }

  private Value scalar() {
    int from = at;
    while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    if (!text.substring(from, at)
        .matches("true|false|null|-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
      throw wrong();
    }
    return Value.Other.PASSED_OVER;
  }

  private String string() {
    expect('"');
    StringBuilder string = new StringBuilder();
    while (true) {
      char c = next();
      if (c == '"') {
        return string.toString();
      }
      if (c < 0x20) {
        throw wrong();
      }
      string.append(c == '\\' ? escaped() : c);
    }
  }

  private char escaped() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> codeUnit();
      default -> throw wrong();
    };
  }

  private char codeUnit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(next(), 16);
      if (digit < 0) {
        throw wrong();
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private char peek() {
    if (at == text.length()) {
      throw wrong();
    }
    return text.charAt(at);
  }

  private char next() {
    char c = peek();
    at++;
    return c;
  }

  private void expect(char wanted) {
    if (next() != wanted) {
      throw wrong();
    }
  }

  /// The character just taken must have been this one.
  private void back(char wanted) {
    at--;
    expect(wanted);
  }

  private ProofException wrong() {
    return ProofException.malformed("the entry is not the JSON of one object, at character " + at);
  }
}
