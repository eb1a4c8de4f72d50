package dev.phaseledger.store;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.append.Claim;
import java.util.HexFormat;

/// How `ledger.claim` names a claim: by a SHA-256 digest (FIPS 180-4), as `ledger.claim_key` does.
final class ClaimKey {

  private ClaimKey() {}

  /// The digest of tenant, scope and key, between which stand line ends: no part holds one.
  static byte[] of(Claim claim) {
    return bytes(Digest.of(claim.tenant().value() + '\n' + claim.scope() + '\n' + claim.key()));
  }

  static byte[] bytes(Digest digest) {
    return HexFormat.of().parseHex(digest.hex());
  }

  static Digest digest(byte[] bytes) {
    return new Digest("sha256:" + HexFormat.of().formatHex(bytes));
  }
}
