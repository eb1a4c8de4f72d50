package dev.phaseledger.query.due;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.query.DueItem.Kind;
import java.time.Instant;
import java.util.Optional;

/// One thing that time will do.
///
/// @param at when, in milliseconds since 1970; empty while nothing is due
/// @param since what the time is counted from, where that must outlast the event that said it
/// @param detail what else its kind needs to be counted again
record DueRow(Key key, Optional<Long> at, Optional<Instant> since, String detail) {

  /// Names a contract across tenants.
  record ContractKey(TenantId tenant, String contract) {}

  /// @param dispatch empty text for the contract itself
  record Key(ContractKey contract, String dispatch, Kind kind) {}

  static DueRow at(Key key, Instant at, String detail) {
    return new DueRow(key, Optional.of(millis(at)), Optional.empty(), detail);
  }

  DueRow dueAt(Instant time) {
    return new DueRow(key, Optional.of(millis(time)), since, detail);
  }

  DueRow notDue() {
    return new DueRow(key, Optional.empty(), since, detail);
  }

  /// Rounded up: what is due by this is due by the exact time too.
  static long millis(Instant time) {
    long millis = time.toEpochMilli();
    return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
  }
}
