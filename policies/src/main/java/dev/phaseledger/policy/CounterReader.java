package dev.phaseledger.policy;

import dev.phaseledger.policy.Count.Per;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads `spec.counters`: `{count: vetoes, per: agent, within: 24h}`, or a rate in percent, `{rate:
/// releases, per: label(region), within: 30d}`.
final class CounterReader {

  /// Counters of a map.
  static final int COUNTERS_MAX = 50;

  /// Length of a label's name, in UTF-16 code units.
  private static final int LABEL_CHARS_MAX = 100;

  private static final Pattern LABEL =
      Pattern.compile("label\\(([^()]{1," + LABEL_CHARS_MAX + "})\\)");
  private static final Map<String, Counted> COUNTED =
      new TreeMap<>(
          Arrays.stream(Counted.values()).collect(Collectors.toMap(Counted::text, each -> each)));

  private CounterReader() {}

  static Map<String, CounterDeclaration> read(Members spec, Problems problems) {
    Map<String, CounterDeclaration> counters = new TreeMap<>();
    spec.members("counters")
        .ifPresent(members -> {
          if (members.all().size() > COUNTERS_MAX) {
            spec.problem("counters", "must not have more than " + COUNTERS_MAX + " members");
          }
          members
              .all()
              .forEach((name, node) -> {
                if (!TypeNames.isMemberName(name)) {
                  members.problem(
                      name, "must be letters, digits and '_', not starting with a digit");
                }
                counter(Members.of(node, members.path(name), problems))
                    .ifPresent(counter -> counters.put(name, counter));
              });
        });
    return counters;
  }

  private static Optional<CounterDeclaration> counter(Members members) {
    members.only("count", "rate", "per", "within");
    if (members.find("count").isPresent() == members.find("rate").isPresent()) {
      members.problem("count", "must be given, or 'rate', and not both");
      return Optional.empty();
    }
    boolean rate = members.find("rate").isPresent();
    Optional<Counted> counted = members.choice(rate ? "rate" : "count", COUNTED);
    Optional<Counted> against = rate ? counted.flatMap(Counted::opposite) : Optional.empty();
    if (rate && counted.isPresent() && against.isEmpty()) {
      members.problem(
          "rate", "there is no rate of " + counted.get().text() + "; take that of denials");
      return Optional.empty();
    }
    Optional<String> text = members.require("per", members.text("per", LABEL_CHARS_MAX + 10));
    Optional<Matcher> label = text.map(LABEL::matcher).filter(Matcher::matches);
    Optional<Per> per =
        label.isPresent() ? Optional.of(Per.LABEL) : text.flatMap(CounterReader::per);
    if (text.isPresent() && per.isEmpty()) {
      members.problem(
          "per", "must be contract, agent, tenant, action or label(NAME) with a label's name");
    }
    Optional<Duration> within =
        members.require("within", members.duration("within", Count.WITHIN_MAX));
    if (within.filter(time -> time.compareTo(Count.WITHIN_MIN) < 0).isPresent()) {
      members.problem("within", "must be at least a minute");
      return Optional.empty();
    }
    return counted.isEmpty() || per.isEmpty() || within.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new CounterDeclaration(
                counted.get(),
                against,
                per.get(),
                label.map(found -> found.group(1)).orElse(""),
                within.get()));
  }

  private static Optional<Per> per(String text) {
    return Arrays.stream(Per.values())
        .filter(each -> each != Per.LABEL)
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst();
  }
}
