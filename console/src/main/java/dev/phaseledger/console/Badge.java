package dev.phaseledger.console;

/// A constant as a coloured label.
record Badge(String text, String tone) {

  static Badge of(String constant) {
    return new Badge(Words.of(constant), Words.tone(constant));
  }
}
