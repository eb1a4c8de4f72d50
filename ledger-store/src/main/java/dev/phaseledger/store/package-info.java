/// The log on PostgreSQL: an Axon event storage engine with group commit, guards and proofs.
@NullMarked
package dev.phaseledger.store;

import org.jspecify.annotations.NullMarked;
