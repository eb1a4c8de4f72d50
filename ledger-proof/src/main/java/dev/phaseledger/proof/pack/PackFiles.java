package dev.phaseledger.proof.pack;

import java.util.regex.Pattern;

/// The files of a pack and their lines.
public final class PackFiles {

  /// The signed checkpoint (C2SP tlog-checkpoint) that everything in the pack is proved against.
  public static final String CHECKPOINT = "checkpoint";

  /// The log's public keys, one vkey per line; for convenience only.
  public static final String KEYS = "key.vkey";

  /// Begins the names of the proofs of key rotations.
  public static final String ROTATIONS = "rotations/";

  /// Ends them.
  public static final String ROTATION_SUFFIX = ".tlog-proof";

  /// The entries that were asked for: exactly their bytes, a line feed behind each.
  public static final String ENTRIES = "entries.jsonl";

  /// That nothing in the range is missing; see {@link PackWriter#rangeProof}.
  public static final String RANGE = "range.proof";

  /// One line per entry: its index and the path to the root, separated by spaces.
  public static final String INCLUSION = "inclusion.txt";

  /// The entries that put in force what the entries of the pack were decided by.
  public static final String POLICIES = "policies.jsonl";

  /// Their places and paths, as in {@link #INCLUSION}.
  public static final String POLICIES_INCLUSION = "policies-inclusion.txt";

  /// What is in the pack, with the SHA-256 of every other file.
  public static final String MANIFEST = "pack.json";

  static final String RANGE_HEADER = "phase-ledger/range-proof@v1";

  /// Before the leaf hash of an entry that is in the pack.
  static final char INCLUDED = '+';

  /// Before the leaf hash of an entry that is withheld.
  static final char WITHHELD = '-';

  /// Longest line but those of entries, in bytes.
  static final int LINE_BYTES_MAX = 4_096;

  /// Longest name of a file, in characters.
  static final int NAME_CHARS_MAX = 120;

  private static final String PART = "[A-Za-z0-9][A-Za-z0-9._-]*";
  private static final Pattern NAME = Pattern.compile(PART + "(/" + PART + ")?");

  private PackFiles() {}

  /// Whether a file of a pack may have this name: one that stays in its directory on any system.
  static boolean isName(String name) {
    return name.length() <= NAME_CHARS_MAX && NAME.matcher(name).matches() && !name.contains("..");
  }
}
