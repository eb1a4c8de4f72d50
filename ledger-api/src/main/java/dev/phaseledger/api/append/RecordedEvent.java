package dev.phaseledger.api.append;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.event.LedgerEvent;
import java.time.Instant;
import java.util.Optional;

/// An event with its place in the ledger.
///
/// @param id unique name of the event
/// @param sequence place in its stream, from 0, gapless
/// @param position place among all events of the store, from 1, gapless
/// @param index place in the tenant's log, from 0, gapless: the leaf index of the hash tree
/// @param time when it was appended, by the deciding node's clock
/// @param actor who caused it
/// @param trace the caller's W3C `traceparent`
public record RecordedEvent(
    String id,
    StreamId stream,
    long sequence,
    long position,
    long index,
    Instant time,
    PrincipalId actor,
    Optional<String> trace,
    LedgerEvent event) {}
