package dev.phaseledger.query.audit;

import dev.phaseledger.api.query.EntryFilter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads filters of entries as they are written in the parameters of `/v1/audit/entries`.
public final class EntryFilters {

  private EntryFilters() {}

  /// Reads a filter from its parameters.
  ///
  /// @throws dev.phaseledger.api.InvalidFieldException naming a parameter that is unknown or wrong
  public static EntryFilter parse(Map<String, String> parameters) {
    Map<String, List<String>> given = new LinkedHashMap<>();
    parameters.forEach((name, value) -> given.put(name, List.of(value)));
    return new EntryParameters(given).filter();
  }
}
