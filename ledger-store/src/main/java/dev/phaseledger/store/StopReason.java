package dev.phaseledger.store;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.KeyId;
import java.nio.file.Path;

/// Why a writer stopped for good: going on could lose, double or contradict what was acknowledged.
/// Every append fails from then on; a human must look before the node is started again.
public sealed interface StopReason {

  /// One sentence for the operator.
  String sentence();

  /// The database holds less than what this node has acknowledged.
  record HeadBehind(long acknowledged, long found) implements StopReason {
    @Override
    public String sentence() {
      return "the database ends at position %d, but position %d was acknowledged: it lost entries or was replaced"
          .formatted(found, acknowledged);
    }
  }

  /// A stored entry is not what its hash says, or not where it must be.
  record EntryMismatch(long position, String detail) implements StopReason {
    @Override
    public String sentence() {
      return "the entry at position %d is damaged: %s".formatted(position, detail);
    }
  }

  /// A stored tree head does not follow from the entries, or was signed by another key.
  record TreeMismatch(TenantId tenant, long size, String detail) implements StopReason {
    @Override
    public String sentence() {
      return "the log of %s with %d entries is damaged: %s".formatted(tenant, size, detail);
    }
  }

  /// A log must be signed with a key that this node does not hold.
  record KeyMissing(TenantId tenant, KeyId key, Path file) implements StopReason {
    @Override
    public String sentence() {
      return "the log of %s must be signed with key %s, which this node does not hold: copy %s from the node where it was staged (mode 0600) and start this node again"
          .formatted(tenant, key, file);
    }
  }

  /// A listener failed, so that what it holds in memory is not what the log says.
  record ListenerFailed(long position, Throwable cause) implements StopReason {
    @Override
    public String sentence() {
      return "a listener failed at position %d: %s".formatted(position, cause);
    }
  }

  /// The writer met an error that nobody foresaw.
  record Defect(Throwable cause) implements StopReason {
    @Override
    public String sentence() {
      return "the writer failed unexpectedly: " + cause;
    }
  }
}
