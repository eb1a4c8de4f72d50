/// Webhooks: who outside is told when a revocation path says so, and how that went.
@NullMarked
package dev.phaseledger.app.webhook;

import org.jspecify.annotations.NullMarked;
