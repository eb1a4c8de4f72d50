package dev.phaseledger.command.evidence.report;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads SARIF 2.1.0. Sections are those of the OASIS Standard.
final class SarifReader {

  private static final String VERSION = "2.1.0";

  private int errors;
  private int warnings;
  private int notes;
  private int suppressed;
  private int results;
  private boolean complete;
  private final SortedMap<String, Integer> rules = new TreeMap<>();
  private final Set<String> tools = new TreeSet<>();
  private final Set<String> versions = new TreeSet<>();

  private SarifReader() {}

  static SarifReport read(byte[] report) {
    String text = Reports.text(report);
    JsonValue document;
    try {
      document = Json.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (InvalidJsonException failure) {
      InvalidFieldException refused =
          Reports.refused(
              "is no JSON that is read: "
                  + (failure.pointer().isEmpty() ? "it " : Reports.name(failure.pointer()) + " ")
                  + failure.reason());
      refused.initCause(failure);
      throw refused;
    }
    return new SarifReader().document(SarifNode.of(Reports.FIELD, document));
  }

  private SarifReport document(SarifNode log) {
    if (log.text("version").filter(VERSION::equals).isEmpty()) {
      throw log.refused("version", "must be \"" + VERSION + "\": another SARIF is not read");
    }
    List<SarifNode> runs = log.objects("runs").orElseThrow(() -> log.refused("runs", "is missing"));
    complete = !runs.isEmpty();
    runs.forEach(this::run);
    return new SarifReport(
        complete, errors, warnings, notes, suppressed, rules, joined(tools), joined(versions));
  }

  private static Optional<String> joined(Set<String> names) {
    return names.isEmpty() ? Optional.empty() : Optional.of(Reports.name(String.join(", ", names)));
  }

  private void run(SarifNode run) {
    SarifNode tool = run.object("tool").orElseThrow(() -> run.refused("tool", "is missing"));
    SarifNode driver =
        tool.object("driver").orElseThrow(() -> tool.refused("driver", "is missing"));
    tools.add(
        Reports.name(driver.text("name").orElseThrow(() -> driver.refused("name", "is missing"))));
    driver
        .text("version")
        .or(() -> driver.text("semanticVersion"))
        .map(Reports::name)
        .ifPresent(versions::add);
    List<SarifNode> invocations = run.list("invocations");
    for (SarifNode invocation : invocations) {
      complete &= invocation.flag("executionSuccessful").orElse(true);
    }
    // Section 3.14.23: without results nothing was looked for. Section 3.15: results elsewhere
    // are results that nobody has read here.
    Optional<List<SarifNode>> found = run.objects("results");
    boolean elsewhere =
        run.object("externalPropertyFileReferences")
            .filter(files -> !files.list("results").isEmpty())
            .isPresent();
    complete &= found.isPresent() && !elsewhere;
    SarifRules configured = SarifRules.of(tool, invocations);
    found.ifPresent(all -> all.forEach(result -> result(result, configured)));
  }

  private void result(SarifNode result, SarifRules configured) {
    results++;
    if (results > Reports.RESULTS_MAX) {
      throw Reports.refused("has more than " + Reports.RESULTS_MAX + " results");
    }
    // Section 3.27.9: only a result of this kind says that something is wrong.
    boolean fail = result.text("kind").orElse("fail").equals("fail");
    Optional<SarifLevel> given =
        result.text("level").map(level -> SarifLevel.of(result, "level", level));
    // Section 3.27.24: it was there once and is no more.
    boolean gone = result.text("baselineState").filter("absent"::equals).isPresent();
    // At odds with the standard, a result of another kind may still call itself an error.
    if (gone || (!fail && given.orElse(SarifLevel.NONE) == SarifLevel.NONE)) {
      return;
    }
    if (isSuppressed(result)) {
      suppressed++;
      return;
    }
    switch (given.orElseGet(() -> configured.level(result))) {
      case ERROR -> errors++;
      case WARNING -> warnings++;
      case NOTE -> notes++;
      case NONE -> {}
    }
    rules.merge(Reports.name(configured.id(result).orElse("")), 1, Integer::sum);
  }

  /// Section 3.27.23: suppressed if somebody says so and no such word is open or was turned down.
  private static boolean isSuppressed(SarifNode result) {
    List<SarifNode> suppressions = result.list("suppressions");
    return !suppressions.isEmpty()
        && suppressions.stream()
            .allMatch(each -> each.text("status").orElse("accepted").equals("accepted"));
  }
}
