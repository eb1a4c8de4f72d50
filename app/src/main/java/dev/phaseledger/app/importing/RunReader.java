package dev.phaseledger.app.importing;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Reads runs from a file one by one, without holding the file in memory: a JSON array of objects,
/// or JSON lines (one object per line). The first character tells which.
final class RunReader implements Closeable {

  /// Characters of one run, at most.
  static final int RUN_CHARS_MAX = Json.DOCUMENT_BYTES_MAX;

  private final BufferedReader reader;
  private long line = 1;
  private boolean array;
  private boolean started;
  private boolean ended;

  private RunReader(BufferedReader reader) {
    this.reader = reader;
  }

  static RunReader open(Path file) throws IOException {
    return new RunReader(Files.newBufferedReader(file, StandardCharsets.UTF_8));
  }

  /// One run and the line it starts in.
  record Located(long line, Fields run) {}

  /// The next run; empty at the end.
  ///
  /// @throws InvalidFieldException naming the line that is not as it should be
  Optional<Located> next() throws IOException {
    try {
      int first = skipToValue();
      if (first < 0) {
        return Optional.empty();
      }
      long start = line;
      return Optional.of(
          new Located(start, parse(array ? element(first) : restOfLine(first), start)));
    } catch (MalformedInputException _) {
      throw new InvalidFieldException("line " + line, "is not UTF-8");
    }
  }

  /// Consumes what is between values.
  ///
  /// @return the first character of the next value; -1 if there is none
  private int skipToValue() throws IOException {
    if (ended) {
      return -1;
    }
    int next = skipBlank();
    if (!started) {
      started = true;
      if (next == '\uFEFF') {
        next = skipBlank();
      }
      array = next == '[';
      if (array) {
        next = skipBlank();
        if (next == ']') {
          return end();
        }
      }
      return next;
    }
    if (!array) {
      return next;
    }
    return switch (next) {
      case ',' -> skipBlank();
      case ']' -> end();
      case -1 -> throw new InvalidFieldException("line " + line, "the array is not closed");
      default -> throw new InvalidFieldException("line " + line, "expected ',' or ']'");
    };
  }

  private int end() throws IOException {
    ended = true;
    if (skipBlank() >= 0) {
      throw new InvalidFieldException("line " + line, "nothing may follow the array");
    }
    return -1;
  }

  private int skipBlank() throws IOException {
    int next = read();
    while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
      next = read();
    }
    return next;
  }

  private int read() throws IOException {
    int next = reader.read();
    if (next == '\n') {
      line++;
    }
    return next;
  }

  private String restOfLine(int first) throws IOException {
    StringBuilder text = new StringBuilder().append((char) first);
    int next = read();
    while (next >= 0 && next != '\n') {
      append(text, next);
      next = read();
    }
    return text.toString();
  }

  /// Reads one element of the array by counting brackets outside strings; whether it is JSON is the
  /// parser's matter.
  private String element(int first) throws IOException {
    if (first != '{') {
      throw new InvalidFieldException("line " + line, "a run must be a JSON object");
    }
    StringBuilder text = new StringBuilder();
    int depth = 0;
    boolean inString = false;
    for (int next = first; next >= 0; next = read()) {
      append(text, next);
      if (inString) {
        if (next == '\\') {
          append(text, read());
        } else if (next == '"') {
          inString = false;
        }
      } else if (next == '"') {
        inString = true;
      } else if (next == '{' || next == '[') {
        depth++;
      } else if (next == '}' || next == ']') {
        depth--;
        if (depth == 0) {
          return text.toString();
        }
      }
    }
    throw new InvalidFieldException("line " + line, "the file ends inside a run");
  }

  private void append(StringBuilder text, int next) {
    if (text.length() >= RUN_CHARS_MAX) {
      throw new InvalidFieldException(
          "line " + line, "a run is longer than " + RUN_CHARS_MAX + " characters");
    }
    if (next >= 0) {
      text.append((char) next);
    }
  }

  private static Fields parse(String text, long line) {
    try {
      if (Json.parse(text) instanceof Fields run) {
        return run;
      }
      throw new InvalidFieldException("line " + line, "a run must be a JSON object");
    } catch (InvalidJsonException failure) {
      String place = failure.pointer().isEmpty() ? "" : " at " + failure.pointer();
      throw new InvalidFieldException("line " + line, failure.reason() + place);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
