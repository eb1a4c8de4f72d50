package dev.phaseledger.api.personal;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.event.DispatchRequest;
import java.util.List;
import java.util.Optional;

/// Keeps one key for each subject and seals personal values with it. Whoever may not open values
/// has no business with it.
///
/// It remembers no key and no value between two calls: a destroyed key is gone on every node at
/// once. Safe for use by any number of threads. Every method throws
/// [dev.phaseledger.api.StoreException] if keys cannot be read or made; nothing is sealed or opened
/// then.
public interface Vault {

  /// Seals what a request declares personal. The same request, sealed again before its subjects are
  /// erased, has the same digests; another dispatch with the same values has others.
  ///
  /// @param request with the values themselves at its personal places, all of which exist
  /// @param asked the digest that the caller's idempotency key stands for, if it gave one
  Sealing seal(TenantId tenant, DispatchRequest request, Optional<Digest> asked);

  /// Opens the personal values of a recorded request, in the order of their pointers.
  List<OpenedValue> open(TenantId tenant, DispatchRequest recorded);

  /// Whether the subject has a key now.
  boolean holds(TenantId tenant, SubjectId subject);
}
