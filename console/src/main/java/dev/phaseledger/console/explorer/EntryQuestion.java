package dev.phaseledger.console.explorer;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.query.EntryFilter;
import dev.phaseledger.api.query.EntryFilter.Policy;
import dev.phaseledger.api.query.EntryFilter.Sign;
import dev.phaseledger.api.query.LedgerQuery.LogOrder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.UriComponentsBuilder;

/// Which entries a reader asks for, as the form sends it: empty fields do not matter.
final class EntryQuestion {

  /// Characters of one field, at most.
  static final int VALUE_CHARACTERS_MAX = 1_000;

  private static final Pattern VERSION = Pattern.compile("(.+)@([0-9]{1,9})");
  private static final Pattern STATES = Pattern.compile("[A-Z_]+(,[A-Z_]+)*");

  /// What narrows the answer.
  private static final Set<String> FILTERS =
      Set.of(
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

  private static final Set<String> OTHERS = Set.of("order", "after", "atLeast");

  private final Map<String, String> given;

  /// @throws InvalidFieldException naming a parameter that is unknown or too long: a filter that
  ///   was misspelt would otherwise show too much and look like an answer
  EntryQuestion(Map<String, String> parameters) {
    given = new TreeMap<>();
    parameters.forEach((name, value) -> {
      if (!FILTERS.contains(name) && !OTHERS.contains(name)) {
        throw new InvalidFieldException(name, "is no filter of entries");
      }
      if (value.length() > VALUE_CHARACTERS_MAX) {
        throw new InvalidFieldException(
            name, "must not be longer than " + VALUE_CHARACTERS_MAX + " characters");
      }
      if (!value.isBlank()) {
        given.put(name, value.strip());
      }
    });
  }

  /// What stands in a field; empty if nothing does.
  public String get(String name) {
    return given.getOrDefault(name, "");
  }

  LogOrder order() {
    return get("order").equals("oldest") ? LogOrder.OLDEST : LogOrder.NEWEST;
  }

  /// Whether one of the fields is used that are folded away at first.
  public boolean detailed() {
    return given.keySet().stream()
        .anyMatch(name ->
            switch (name) {
              case "text", "type", "agent", "contract", "dispatch", "verdict", "order", "after" ->
                  false;
              default -> true;
            });
  }

  /// @throws InvalidFieldException naming a field that cannot be read
  EntryFilter filter() {
    return new EntryFilter(
        value("from", EntryQuestion::time),
        value("to", EntryQuestion::time),
        value("fromPosition", EntryQuestion::position),
        value("toPosition", EntryQuestion::position),
        value("agent", AgentId::new),
        value("principal", PrincipalId::new),
        value("onBehalfOf", PrincipalId::new),
        value("contract", ContractId::new),
        value("dispatch", DispatchId::new),
        value("type", Function.identity()),
        value("action", Function.identity()),
        value("resource", Function.identity()),
        value("verdict", EntryQuestion::verdict),
        value("invariant", Function.identity()),
        value("policy", EntryQuestion::policy),
        value("phase", Function.identity()),
        value("evidence", Digest::new),
        value("run", Function.identity()),
        value("text", Function.identity()),
        value("gate", Function.identity()),
        value("state", EntryQuestion::states).orElse(Set.of()),
        value("sign", EntryQuestion::sign));
  }

  /// The address of a page of the same question.
  String page(Optional<String> after) {
    UriComponentsBuilder address = UriComponentsBuilder.fromPath("/console/entries");
    given.forEach((name, value) -> {
      if (!name.equals("after") && !name.equals("atLeast")) {
        address.queryParam(name, "{" + name + "}");
      }
    });
    Map<String, Object> values = new TreeMap<>(given);
    after.ifPresent(cursor -> {
      address.queryParam("after", "{after}");
      values.put("after", cursor);
    });
    return address.encode().buildAndExpand(values).toUriString();
  }

  private <T> Optional<T> value(String name, Function<String, T> reader) {
    String value = get(name);
    if (value.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(value));
    } catch (InvalidFieldException failure) {
      throw new InvalidFieldException(name, failure.reason());
    }
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw new InvalidFieldException("time", "must be a time such as 2026-11-20T09:00:00Z");
    }
  }

  private static Long position(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException _) {
      throw new InvalidFieldException("position", "must be a whole number");
    }
  }

  private static Verdict verdict(String text) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.name().equals(text)) {
        return verdict;
      }
    }
    throw new InvalidFieldException("verdict", "must be one of the verdicts");
  }

  private static Set<String> states(String text) {
    if (!STATES.matcher(text).matches()) {
      throw new InvalidFieldException(
          "state", "must be states of dispatches with commas between them, such as PENDING");
    }
    return Set.copyOf(Arrays.asList(text.split(",", -1)));
  }

  private static Sign sign(String text) {
    for (Sign sign : Sign.values()) {
      if (sign.name().equals(text)) {
        return sign;
      }
    }
    throw new InvalidFieldException("sign", "must be one of " + Arrays.toString(Sign.values()));
  }

  private static Policy policy(String text) {
    Matcher version = VERSION.matcher(text);
    return version.matches()
        ? new Policy.ByVersion(version.group(1), Integer.parseInt(version.group(2)))
        : new Policy.ByDigest(new Digest(text));
  }
}
