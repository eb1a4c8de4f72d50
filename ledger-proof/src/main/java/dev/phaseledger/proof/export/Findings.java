package dev.phaseledger.proof.export;

import dev.phaseledger.proof.export.ExportVerdict.Failed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/// Collects findings up to the limit and counts the rest. The verdict lists them in the order of
/// the log, those that are not about entries last.
final class Findings {
  private static final Comparator<Finding> IN_LOG_ORDER =
      Comparator.comparingLong(finding -> finding.index().orElse(Long.MAX_VALUE));

  private final List<Finding> listed = new ArrayList<>();
  private long unlisted;

  void add(Finding finding) {
    if (listed.size() < Failed.FINDINGS_MAX) {
      listed.add(finding);
    } else {
      unlisted++;
    }
  }

  /// Counts findings that were not made one by one.
  void addUnlisted(long count) {
    unlisted += count;
  }

  void forEach(Consumer<Finding> action) {
    listed.forEach(action);
  }

  boolean isEmpty() {
    return listed.isEmpty();
  }

  boolean has(FindingKind kind) {
    return listed.stream().anyMatch(finding -> finding.kind() == kind);
  }

  Failed verdict() {
    List<Finding> all = new ArrayList<>(listed);
    all.sort(IN_LOG_ORDER);
    if (unlisted > 0) {
      all.add(Finding.of(FindingKind.MORE, unlisted + " more findings are not listed"));
    }
    return new Failed(all);
  }
}
