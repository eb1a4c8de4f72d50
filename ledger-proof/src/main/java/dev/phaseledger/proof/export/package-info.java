/// A whole log as a directory of plain files, and its verification without network or database.
///
/// An export holds `checkpoint` (the signed note), `key.vkey` (the log's public keys, one per line;
/// for convenience only: trust comes from keys the verifier brings), `entries.ndjson` (entry `i` is
/// line `i`, exactly its bytes and a line feed) and `tile/0/...` (the leaf hashes as C2SP tiles, so
/// that a wrong entry can be named). If the log's key was rotated, `rotations/<index>.tlog-proof`
/// proves each rotation by a checkpoint that the old and the new key signed. Other files in the
/// directory are not read.
///
/// Public types: {@link dev.phaseledger.proof.export.ExportWriter}, {@link
/// dev.phaseledger.proof.export.ExportVerifier}, {@link
/// dev.phaseledger.proof.export.ExportVerdict}, {@link dev.phaseledger.proof.export.Finding},
/// {@link dev.phaseledger.proof.export.FindingKind}, {@link
/// dev.phaseledger.proof.export.ExportProgress}.
@NullMarked
package dev.phaseledger.proof.export;

import org.jspecify.annotations.NullMarked;
