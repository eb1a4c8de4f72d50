package dev.phaseledger.command.evidence.report;

import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a report in the SARIF 2.1.0 format says. Results that are suppressed, or that a comparison
/// with an earlier report found to be gone, are not among the counts.
///
/// @param complete whether there is a run, and each run succeeded and brought its results along
/// @param suppressed results that somebody decided to accept, in the source or elsewhere
/// @param rules results by rule, of every level
/// @param tool names of the tools that ran
/// @param toolVersion their versions, as far as they are given
public record SarifReport(
    boolean complete,
    int errors,
    int warnings,
    int notes,
    int suppressed,
    SortedMap<String, Integer> rules,
    Optional<String> tool,
    Optional<String> toolVersion) {

  public SarifReport {
    rules = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(rules));
  }

  /// Reads a report.
  ///
  /// @throws dev.phaseledger.api.InvalidFieldException if it is none, or beyond a limit of
  ///   [Reports]
  public static SarifReport read(byte[] report) {
    return SarifReader.read(report);
  }

  /// Whether every run succeeded and none found an error.
  public boolean passed() {
    return complete && errors == 0;
  }

  /// The report as claims of evidence: the [Reports#RULES_MAX] rules with the most results, and how
  /// many rules are left out, if any are.
  public Fields claims() {
    List<Map.Entry<String, Integer>> most =
        rules.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(Reports.RULES_MAX)
            .toList();
    Fields.Builder counts = Fields.builder();
    most.forEach(rule -> counts.put(rule.getKey(), rule.getValue().longValue()));
    Fields.Builder claims =
        Fields.builder()
            .put("passed", passed())
            .put("complete", complete)
            .put("errors", errors)
            .put("warnings", warnings)
            .put("notes", notes)
            .put("suppressed", suppressed)
            .put("rules", counts.build());
    if (rules.size() > most.size()) {
      claims.put("rulesOmitted", rules.size() - most.size());
    }
    tool.ifPresent(name -> claims.put("tool", name));
    toolVersion.ifPresent(version -> claims.put("toolVersion", version));
    return claims.build();
  }
}
