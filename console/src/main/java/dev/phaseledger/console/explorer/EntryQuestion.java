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
import dev.phaseledger.api.query.LedgerQuery.LogOrder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
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

  private final Map<String, String> given;

  EntryQuestion(Map<String, String> parameters) {
    given = new TreeMap<>();
    parameters.forEach((name, value) -> {
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
        value("text", Function.identity()));
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

  private static Policy policy(String text) {
    Matcher version = VERSION.matcher(text);
    return version.matches()
        ? new Policy.ByVersion(version.group(1), Integer.parseInt(version.group(2)))
        : new Policy.ByDigest(new Digest(text));
  }
}
