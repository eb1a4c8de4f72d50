/// What an auditor runs: the RFC 6962 tree, C2SP checkpoints and receipts, and their verifier.
@NullMarked
package dev.phaseledger.proof;

import org.jspecify.annotations.NullMarked;
