package dev.phaseledger.store;

import dev.phaseledger.api.IdSource;
import dev.phaseledger.api.append.LogListener;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// What an engine needs to open.
///
/// @param connections opens the three connections that the engine keeps for itself (writer, flusher
///   and wake-up). It must hand out direct connections to the primary server: not through a
///   connection pooler, since the writer may have to terminate its own lost session
/// @param reads a pool for reads, snapshots and artifacts, in autocommit mode. Its connections must
///   act as [LedgerSchema#WRITER_ROLE], such as by an initial `SET ROLE ledger_writer`
/// @param keys the key that signs checkpoints, the same on every node
/// @param dataDirectory where the node remembers how far it got, see [RestoredDatabase]
/// @param clock stamps entries
/// @param ids names entries
/// @param listeners fold the log in memory, see [LogListener]
/// @param snapshots the form of aggregate states; without it, none are kept
/// @param restored what to do about a database that is behind this node's memory
public record LedgerConfig(
    DataSource connections,
    DataSource reads,
    SigningKeys keys,
    Path dataDirectory,
    Clock clock,
    IdSource ids,
    List<LogListener> listeners,
    Optional<SnapshotCodec> snapshots,
    RestoredDatabase restored) {

  public LedgerConfig {
    listeners = List.copyOf(listeners);
  }
}
