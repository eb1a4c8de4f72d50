package dev.phaseledger.query.pack;

import dev.phaseledger.proof.pack.PackFiles;
import java.nio.charset.StandardCharsets;

/// Tells whoever opens a pack what it is and how to check it.
final class VerifyGuide {

  static final String FILE = "VERIFY.md";

  private VerifyGuide() {}

  static byte[] text(Extract extract) {
    return """
    # What this is

    Entries %d to %d (exclusive) of the ledger of tenant `%s`: %d of them in full, the others as
    their hash only. Everything is proved against the signed checkpoint of %d entries beside it.

    # Check it, without network and without the service

        ledger verify pack THIS.zip --key KEY

    KEY is the log's public key, got from somebody you trust and not from this pack. Without
    `--key` the key inside is used, which shows damage and not forgery.

    | file | what it is | what holds it |
    |---|---|---|
    | `%s` | the size and root of the log, signed | the key you trust |
    | `%s`, `%s` | the log's keys, and the proof that each replaced the one before | the first key |
    | `%s` | a leaf hash for every index: `+` in this pack, `-` withheld | the root |
    | `%s` | the entries, byte for byte as recorded, one to a line | their leaf hashes |
    | `%s` | line by line the path of each entry to the root | the root |
    | `%s` | the published policies that were in force, with `%s` | the root |
    | `pack.json` | the SHA-256 of every other file | nothing: compare its own SHA-256 |
    | everything else | the same entries, made readable | `pack.json` only |

    # What it proves

    That these entries are recorded at these places, unaltered, and that no index of the range is
    left out. It does not prove that what was recorded is true, nor that the filter named in
    `pack.json` was applied as it says: a withheld entry shows that it exists, not what it holds.
    Personal values stand in no entry, only salted digests; what was erased nobody can open.
    The leaf hash of an entry is SHA-256(0x00 || its bytes) (RFC 6962); checkpoint and signature
    follow C2SP tlog-checkpoint and signed-note. Any verifier of these can follow the paths.
    """
        .formatted(
            extract.from(),
            extract.to(),
            extract.tenant(),
            extract.selected().cardinality(),
            extract.head().size(),
            PackFiles.CHECKPOINT,
            PackFiles.KEYS,
            PackFiles.ROTATIONS,
            PackFiles.RANGE,
            PackFiles.ENTRIES,
            PackFiles.INCLUSION,
            PackFiles.POLICIES,
            PackFiles.POLICIES_INCLUSION)
        .getBytes(StandardCharsets.UTF_8);
  }
}
