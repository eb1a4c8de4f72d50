package dev.phaseledger.console.page;

/// A constant as a coloured label.
public record Badge(String text, String tone) {

  public static Badge of(String constant) {
    return new Badge(Words.of(constant), Words.tone(constant));
  }
}
