package dev.phaseledger.bench;

import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.policy.DecisionInput;
import dev.phaseledger.policy.InvariantMaps;
import dev.phaseledger.policy.PolicySnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// The twenty rules as an invariant map, evaluated as for a live dispatch: with effects, messages,
/// an explanation and the facts that were read.
final class LedgerRules implements PolicyContender {

  private static final String MAP = "repository-writes.invariants.yaml";
  private static final String RULES_START = "\n  invariants:\n";
  private static final String RULES_END = "\n  tests:\n";

  private final PolicySnapshot snapshot =
      PolicySnapshot.of(List.of(InvariantMaps.compile(source())));

  /// The map as its author wrote it.
  static String source() {
    try (InputStream map =
        Objects.requireNonNull(LedgerRules.class.getResourceAsStream(MAP), MAP)) {
      return new String(map.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A map with so many times the twenty rules, each under a name of its own. Without tests and
  /// descriptions, so that it is not larger than a map may be.
  static String repeated(int times) {
    String source = source();
    int start = source.indexOf(RULES_START) + RULES_START.length();
    int end = source.indexOf(RULES_END);
    String rules =
        source
            .substring(start, end)
            .lines()
            .filter(line -> !line.startsWith("      description: "))
            .collect(Collectors.joining("\n"));
    StringBuilder map = new StringBuilder(source.substring(0, start));
    for (int i = 0; i < times; i++) {
      map.append(rules.replace("- id: REPO-", "- id: R" + i + "-")).append('\n');
    }
    return map.toString();
  }

  @Override
  public int broken(DecisionInput input) {
    int broken = 0;
    for (InvariantResult result : snapshot.evaluate(input).results()) {
      if (result.outcome() == Outcome.VIOLATED || result.outcome() == Outcome.ERROR) {
        broken |= 1 << (rule(result.invariant()) - 1);
      }
    }
    return broken;
  }

  /// Names of rules end in their number.
  private static int rule(String invariant) {
    int end = invariant.length();
    return Integer.parseInt(invariant, end - 2, end, 10);
  }
}
