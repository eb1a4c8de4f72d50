/// Revocation paths: what is done by itself when something happens that was foreseen. Parse, check,
/// and tell which paths an observation sets off.
///
/// Public: [RevocationPaths], [RevocationPath], [Trigger], [PathAction], [Where], [Observation],
/// [Subject], [WindowCounts], [Firing].
@NullMarked
package dev.phaseledger.policy.path;

import org.jspecify.annotations.NullMarked;
