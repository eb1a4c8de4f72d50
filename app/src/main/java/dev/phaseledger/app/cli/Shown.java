package dev.phaseledger.app.cli;

/// What agents and people have written, made fit for a terminal: no character of it moves the
/// cursor, changes a colour or begins a line of its own.
final class Shown {

  private static final int NOTHING_TO_SEE = 0xFFFD;

  private Shown() {}

  static String text(String written) {
    return written
        .codePoints()
        .map(c ->
            switch (Character.getType(c)) {
              case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                  c == '\n' || c == '\t' ? ' ' : NOTHING_TO_SEE;
              case Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> NOTHING_TO_SEE;
              default -> c;
            })
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
