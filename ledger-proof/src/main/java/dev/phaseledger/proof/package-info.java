/// What an auditor runs: the RFC 6962 tree, C2SP signed notes, checkpoints, receipts and tiles, and
/// their verification. Nothing here needs a database, a network or a framework.
///
/// Public types:
///
/// - the tree: {@link dev.phaseledger.proof.Sha256Hash}, {@link dev.phaseledger.proof.TreeHashing},
///   {@link dev.phaseledger.proof.TreeFrontier}, {@link dev.phaseledger.proof.TreeHead}, {@link
///   dev.phaseledger.proof.SubtreeId}, {@link dev.phaseledger.proof.SubtreeSink}
/// - proofs: {@link dev.phaseledger.proof.Proofs}, {@link dev.phaseledger.proof.InclusionProof},
///   {@link dev.phaseledger.proof.ConsistencyProof}, {@link dev.phaseledger.proof.ProofException}
/// - stored hashes: {@link dev.phaseledger.proof.HashReader}, {@link
///   dev.phaseledger.proof.HashRange}, {@link dev.phaseledger.proof.TiledHashReader}, {@link
///   dev.phaseledger.proof.TileReader}, {@link dev.phaseledger.proof.LeafHashReader}, {@link
///   dev.phaseledger.proof.LogSource}
/// - signed notes: {@link dev.phaseledger.proof.NoteSigner}, {@link
///   dev.phaseledger.proof.NoteVerifier}, {@link dev.phaseledger.proof.KeyId}, {@link
///   dev.phaseledger.proof.NoteSignature}, {@link dev.phaseledger.proof.SignedNote}, {@link
///   dev.phaseledger.proof.TrustedKeys}
/// - keys over time: {@link dev.phaseledger.proof.KeyRotation}, {@link
///   dev.phaseledger.proof.RotationLink}, {@link dev.phaseledger.proof.KeyChain}, {@link
///   dev.phaseledger.proof.LogKey}
/// - checkpoints and receipts: {@link dev.phaseledger.proof.Checkpoint}, {@link
///   dev.phaseledger.proof.VerifiedCheckpoint}, {@link dev.phaseledger.proof.Receipt}
/// - tiles: {@link dev.phaseledger.proof.TilePath}, {@link dev.phaseledger.proof.HashTile}, {@link
///   dev.phaseledger.proof.EntryBundle}
@NullMarked
package dev.phaseledger.proof;

import org.jspecify.annotations.NullMarked;
