package dev.phaseledger.query.projection;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.LedgerEvent;
import java.time.Instant;

/// An event with the places that projections need.
///
/// @param position place among all events of the store, from 1, gapless
/// @param index place in the tenant's log, from 0, gapless
/// @param time when it was recorded
/// @param actor the principal who caused it
public record PlacedEvent(
    TenantId tenant, long position, long index, Instant time, String actor, LedgerEvent event) {}
