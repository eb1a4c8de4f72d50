package dev.phaseledger.query.pack;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.LogKey;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeHead;
import java.util.BitSet;
import java.util.List;

/// What goes into one pack. All of it is settled before the first byte is written.
///
/// @param checkpoint what everything is proved against, signed over `head`
/// @param from the first index of the range
/// @param to the index behind its last
/// @param selected the entries to include, counted from `from`
/// @param keys the log's keys, the one in force first
/// @param policies the indices of the entries that put in force what decided in the range
record Extract(
    TenantId tenant,
    PackFilter filter,
    SignedNote checkpoint,
    TreeHead head,
    long from,
    long to,
    BitSet selected,
    List<LogKey> keys,
    List<Long> policies) {

  Extract {
    keys = List.copyOf(keys);
    policies = List.copyOf(policies);
  }

  String log() {
    return tenant.value();
  }
}
