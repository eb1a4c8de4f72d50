package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.event.LedgerEvent;

/// An event to append.
///
/// @param sequence the place in its stream that it was decided for; taken or skipped places are a
///   conflict
public record NewEvent(StreamId stream, long sequence, LedgerEvent event) {}
