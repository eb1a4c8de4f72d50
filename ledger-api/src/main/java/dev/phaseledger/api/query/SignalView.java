package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.Optional;

/// A failure on record.
public record SignalView(
    String agentId,
    String contractId,
    Optional<String> dispatchId,
    String kind,
    String detail,
    Instant occurredAt,
    Instant detectedAt,
    long position) {}
