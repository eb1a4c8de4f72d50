package dev.phaseledger.api.append;

import dev.phaseledger.api.StreamId;

/// A read condition: the decision was made on this stream as of this version. The append fails with
/// a [dev.phaseledger.api.ConflictException] if the stream has moved on.
///
/// @param version sequence number of the stream's last event that was read; -1 if it had none
public record Guard(StreamId stream, long version) {}
