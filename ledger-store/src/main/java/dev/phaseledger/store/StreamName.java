package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;

/// How `ledger.entry.stream` names a stream within its tenant: `subject/id`.
final class StreamName {

  private StreamName() {}

  static String of(StreamId stream) {
    return stream.subject().label() + '/' + stream.id();
  }

  static StreamId parse(String tenant, String name) {
    return StreamId.parse(new TenantId(tenant).value() + '/' + name);
  }
}
