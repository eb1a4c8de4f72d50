/// The log's only SQL: an Axon event storage engine on PostgreSQL that commits waiting appends in
/// groups, fences them across nodes and signs what it wrote.
///
/// Public types: [LedgerEngine] and what opens it ([LedgerConfig], [SigningKeys],
/// [RestoredDatabase], [SnapshotCodec], [LedgerSchema]); [LedgerEventStore], the Axon event store
/// on top of it; [NewEvent]; [KeyRotations]; [PersonalVault] with its [KeyEncryptionKey]; and what
/// it tells operators ([LedgerStats], [StopReason]).
@NullMarked
package dev.phaseledger.store;

import org.jspecify.annotations.NullMarked;
