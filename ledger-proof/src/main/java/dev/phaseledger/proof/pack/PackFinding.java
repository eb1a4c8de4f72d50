package dev.phaseledger.proof.pack;

import java.util.OptionalLong;

/// One thing that is wrong with a pack.
///
/// @param file the file that is wrong
/// @param index the log index of the entry concerned, if it is about one
/// @param sentence for people
public record PackFinding(String file, OptionalLong index, String sentence) {

  static PackFinding of(String file, String sentence) {
    return new PackFinding(file, OptionalLong.empty(), file + ": " + sentence);
  }

  static PackFinding at(String file, long index, String sentence) {
    return new PackFinding(file, OptionalLong.of(index), file + ": " + sentence);
  }
}
