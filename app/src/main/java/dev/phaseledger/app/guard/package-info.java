/// The guard in front of a git repository: what a push touches, and whether the ledger lets it
/// through. Used by the command line only.
///
/// Public: [GuardSettings] with [GuardConfig], [PushGuard], [PushReport], [HookInstaller], [Git],
/// [Environment], [Refusal].
@NullMarked
package dev.phaseledger.app.guard;

import org.jspecify.annotations.NullMarked;
