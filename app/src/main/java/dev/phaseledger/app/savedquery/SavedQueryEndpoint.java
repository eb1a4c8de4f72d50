package dev.phaseledger.app.savedquery;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.query.SavedQueriesView;
import dev.phaseledger.api.query.SavedQueriesView.SavedQuery;
import dev.phaseledger.query.audit.EntryFilters;
import dev.phaseledger.query.reading.Readers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Keeps filters of the audit. Whoever may read everything of the tenant saves and uses them; only
/// who saved one, and operators, replace or delete it.
@RestController
@RequestMapping("/v1/audit/queries")
final class SavedQueryEndpoint {

  /// Characters of a name, at most.
  static final int NAME_CHARS_MAX = 64;

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]*");

  /// A query to save.
  record SaveForm(@Nullable Map<String, @Nullable String> parameters) {}

  /// A saved query, as it is sent.
  ///
  /// @param entries where its entries are listed
  record SavedBody(
      String name,
      Map<String, String> parameters,
      String savedBy,
      Instant savedAt,
      String entries) {

    static SavedBody of(SavedQuery query) {
      return new SavedBody(
          query.name(),
          query.parameters(),
          query.savedBy(),
          query.savedAt(),
          "/v1/audit/entries"
              + query.parameters().entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + escape(entry.getValue()))
                  .collect(Collectors.joining("&", "?", "")));
    }

    private static String escape(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  /// All of a tenant's; there are few enough.
  record SavedList(List<SavedBody> items) {}

  private final SavedQueryTable table;
  private final Clock clock;

  SavedQueryEndpoint(SavedQueryTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  @GetMapping
  SavedList list(Principal caller) {
    Readers.requireAll(caller);
    return new SavedList(table.list(caller.tenant()).stream().map(SavedBody::of).toList());
  }

  @GetMapping("/{name}")
  SavedBody find(Principal caller, @PathVariable String name) {
    Readers.requireAll(caller);
    return table.find(caller.tenant(), name).map(SavedBody::of).orElseThrow(() -> missing(name));
  }

  @PutMapping("/{name}")
  SavedBody save(Principal caller, @PathVariable String name, @RequestBody SaveForm form) {
    Readers.requireAll(caller);
    if (name.length() > NAME_CHARS_MAX || !NAME.matcher(name).matches()) {
      throw new InvalidFieldException(
          "name",
          "must be up to %d small letters, digits, dots, dashes and underscores, a letter or digit first"
              .formatted(NAME_CHARS_MAX));
    }
    SavedQuery query = new SavedQuery(name, parameters(form), caller.id().value(), clock.instant());
    if (!table.save(caller.tenant(), query, there -> requireOwn(caller, there))) {
      throw new InvalidFieldException(
          "name",
          "would be one more than the %d queries that a tenant may save; delete one first"
              .formatted(SavedQueriesView.QUERIES_MAX));
    }
    return SavedBody.of(query);
  }

  @DeleteMapping("/{name}")
  SavedBody delete(Principal caller, @PathVariable String name) {
    Readers.requireAll(caller);
    return table
        .delete(caller.tenant(), name, there -> requireOwn(caller, there))
        .map(SavedBody::of)
        .orElseThrow(() -> missing(name));
  }

  /// What is saved is looked at as it would be when it is used.
  private static Map<String, String> parameters(SaveForm form) {
    Map<String, @Nullable String> given = form.parameters();
    if (given == null || given.isEmpty()) {
      throw new InvalidFieldException("parameters", "must name at least one parameter");
    }
    Map<String, String> parameters = new java.util.TreeMap<>();
    given.forEach((name, value) -> {
      if (value == null) {
        throw new InvalidFieldException("parameters." + name, "must be a text");
      }
      parameters.put(name, value);
    });
    try {
      EntryFilters.parse(parameters);
    } catch (InvalidFieldException wrong) {
      throw new InvalidFieldException("parameters." + wrong.field(), wrong.reason());
    }
    return parameters;
  }

  private static void requireOwn(Principal caller, SavedQuery there) {
    if (!there.savedBy().equals(caller.id().value()) && !caller.holds(Role.OPERATOR)) {
      throw new ForbiddenException(
          "query '%s' was saved by %s: who did not save it needs the role OPERATOR to change it"
              .formatted(there.name(), there.savedBy()));
    }
  }

  private static NotFoundException missing(String name) {
    return new NotFoundException("name", "There is no saved query '" + name + "'.");
  }
}
