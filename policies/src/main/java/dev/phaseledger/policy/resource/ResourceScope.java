package dev.phaseledger.policy.resource;

import java.util.List;

/// The resources a contract covers: what one of its globs matches and none of its exclusions does.
public final class ResourceScope {

  private ResourceScope() {}

  /// The one form in which a resource is recorded and compared.
  ///
  /// @param field the field to name in an error
  /// @throws dev.phaseledger.api.InvalidFieldException if the resource could be read in two ways
  public static String normalize(String field, String resource) {
    throw new UnsupportedOperationException(field + resource);
  }

  /// A scope from a contract's globs: `*` stays within a segment, `**` crosses segments.
  ///
  /// @throws dev.phaseledger.api.InvalidFieldException naming `scope[i]` or `excluded[i]`
  public static ResourceScope of(List<String> scope, List<String> excluded) {
    return new ResourceScope();
  }

  /// Whether a normalized resource is inside.
  public boolean covers(String normalized) {
    throw new UnsupportedOperationException(normalized);
  }
}
