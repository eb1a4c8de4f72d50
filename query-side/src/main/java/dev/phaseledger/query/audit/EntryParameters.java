package dev.phaseledger.query.audit;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.api.query.EntryFilter.Policy;
import dev.phaseledger.query.dispatches.DispatchStates;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Reads the parameters of an audit query. What is unknown, given twice or wrong is refused by
/// name: a filter that was misspelt would otherwise show too much and look like an answer.
final class EntryParameters {

  /// Characters of one parameter, at most.
  static final int VALUE_CHARS_MAX = Facets.VALUE_CHARS_MAX;

  /// The parameters that make the filter.
  private static final List<String> FILTER =
      List.of(
          "from",
          "to",
          "fromPosition",
          "toPosition",
          "agent",
          "principal",
          "onBehalfOf",
          "contract",
          "dispatch",
          "type",
          "action",
          "resource",
          "verdict",
          "invariant",
          "policy",
          "phase",
          "evidence",
          "run",
          "text",
          "gate",
          "state",
          "sign");

  private static final List<String> STATES = DispatchStates.NAMES;

  private static final Pattern TYPE = Pattern.compile("[a-z]+(\\.[a-z-]+)+");
  private static final Pattern VERSION = Pattern.compile("(.+)@([0-9]{1,9})");

  private final Map<String, List<String>> given;

  /// @param more names that this list takes beside the filter's
  /// @throws InvalidFieldException naming a parameter that it does not take
  EntryParameters(Map<String, List<String>> given, String... more) {
    this.given = given;
    Set<String> known = new LinkedHashSet<>(FILTER);
    known.addAll(List.of(more));
    given.forEach((name, values) -> {
      if (!known.contains(name)) {
        throw new InvalidFieldException(
            name, "is no parameter here; there are " + String.join(", ", known));
      }
      if (values.size() != 1) {
        throw new InvalidFieldException(name, "must be given once");
      }
    });
  }

  EntryFilter filter() {
    Optional<Instant> from = value("from", EntryParameters::time);
    Optional<Instant> to = value("to", EntryParameters::time);
    if (from.isPresent() && to.isPresent() && !from.get().isBefore(to.get())) {
      throw new InvalidFieldException("to", "must be later than 'from'");
    }
    return new EntryFilter(
        from,
        to,
        number("fromPosition"),
        number("toPosition"),
        value("agent", AgentId::new),
        value("principal", PrincipalId::new),
        value("onBehalfOf", PrincipalId::new),
        value("contract", ContractId::new),
        value("dispatch", DispatchId::new),
        value("type", EntryParameters::type),
        value("action", Function.identity()),
        value("resource", Function.identity()),
        choice("verdict", dev.phaseledger.api.Verdict.class),
        value("invariant", EntryParameters::invariant),
        value("policy", EntryParameters::policy),
        value("phase", Function.identity()),
        value("evidence", Digest::new),
        value("run", Function.identity()),
        value("text", Function.identity()),
        value("gate", EntryParameters::gate),
        value("state", EntryParameters::states).orElse(Set.of()),
        choice("sign", EntryFilter.Sign.class));
  }

  /// A number that is not negative.
  Optional<Long> number(String name) {
    return value(
        name,
        text -> {
          if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("must be a whole number that is not negative");
          }
          return Long.parseLong(text);
        });
  }

  /// A length of time, such as `PT1H`.
  Optional<Duration> duration(String name) {
    return value(
        name,
        text -> {
          try {
            return Duration.parse(text);
          } catch (DateTimeException _) {
            throw new IllegalArgumentException("must be a length of time, such as PT1H or P1D");
          }
        });
  }

  /// One of an enum's names, in whatever case.
  <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
    return value(
        name,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(
                    choice -> choice.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_')))
                .findFirst()
                .orElseThrow(() ->
                    new IllegalArgumentException(
                        "must be one of " + Arrays.toString(type.getEnumConstants()))));
  }

  /// A parameter that is there.
  ///
  /// @param read refuses a wrong value by an IllegalArgumentException that says what is right
  <T> Optional<T> value(String name, Function<String, T> read) {
    List<String> values = given.getOrDefault(name, List.of());
    if (values.isEmpty()) {
      return Optional.empty();
    }
    String text = values.getFirst();
    if (text.isBlank()) {
      throw new InvalidFieldException(name, "must not be empty");
    }
    if (text.length() > VALUE_CHARS_MAX) {
      throw new InvalidFieldException(name, "longer than " + VALUE_CHARS_MAX + " characters");
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidFieldException(name, "must not hold control characters");
    }
    try {
      return Optional.of(read.apply(text));
    } catch (InvalidFieldException e) {
      // Named by what it is where it is read; here it has the caller's name.
      throw new InvalidFieldException(name, e.reason());
    } catch (IllegalArgumentException e) {
      throw new InvalidFieldException(name, String.valueOf(e.getMessage()));
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new IllegalArgumentException("must be a time such as 2026-01-31T10:00:00Z");
    }
  }

  private static String type(String text) {
    if (!TYPE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "must be a recorded type without its version, such as dispatch.decided");
    }
    return text;
  }

  private static String invariant(String text) {
    if (text.indexOf('/') < 1) {
      throw new IllegalArgumentException("must be map/invariant, or contract/clause");
    }
    return text;
  }

  private static String gate(String text) {
    if (text.indexOf('/') < 1) {
      throw new IllegalArgumentException("must be map/invariant, or ladder/level-N");
    }
    return text;
  }

  /// One state of dispatches, or several with commas between them.
  private static Set<String> states(String text) {
    Set<String> states = new LinkedHashSet<>();
    for (String name : text.split(",", -1)) {
      if (!STATES.contains(name)) {
        throw new IllegalArgumentException(
            "must be states of dispatches with commas between them, of "
                + String.join(", ", STATES));
      }
      states.add(name);
    }
    return states;
  }

  private static Policy policy(String text) {
    var version = VERSION.matcher(text);
    if (version.matches()) {
      return new Policy.ByVersion(version.group(1), Integer.parseInt(version.group(2)));
    }
    if (text.startsWith("sha256:")) {
      return new Policy.ByDigest(new Digest(text));
    }
    throw new IllegalArgumentException("must be a digest, or a map's or ladder's name@version");
  }
}
