/// An evidence pack: part of a log, or all of it, as one zip file or directory that proves by
/// itself that nothing in its range is missing, and its verification without network or database.
///
/// Public types: {@link dev.phaseledger.proof.pack.PackFiles}, {@link
/// dev.phaseledger.proof.pack.PackWriter}, {@link dev.phaseledger.proof.pack.PackArchive}, {@link
/// dev.phaseledger.proof.pack.PackManifest}, {@link dev.phaseledger.proof.pack.PackVerifier},
/// {@link dev.phaseledger.proof.pack.PackVerdict}, {@link dev.phaseledger.proof.pack.PackFinding},
/// {@link dev.phaseledger.proof.pack.DamagedPackException}.
@NullMarked
package dev.phaseledger.proof.pack;

import org.jspecify.annotations.NullMarked;
