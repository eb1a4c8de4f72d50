package dev.phaseledger.api.query;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The filters that a tenant's readers keep, by name.
public record SavedQueriesView(List<SavedQuery> queries) {

  /// Saved queries of one tenant, at most.
  public static final int QUERIES_MAX = 200;

  public SavedQueriesView {
    queries = List.copyOf(queries);
  }

  /// One filter.
  ///
  /// @param parameters those of `/v1/audit/entries`
  /// @param savedBy who saved it last
  public record SavedQuery(
      String name, Map<String, String> parameters, String savedBy, Instant savedAt) {
    public SavedQuery {
      parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
    }
  }
}
