package dev.phaseledger.query.health;

import dev.phaseledger.api.query.HealthView.Counted;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// The parameters of an audit query that lists the entries behind a number.
///
/// @param parameters names and values, escaped
record EntryLink(String parameters) {

  /// Entries that were recorded within a time.
  static EntryLink within(Instant from, Instant to) {
    return new EntryLink("").with("from", from.toString()).with("to", to.toString());
  }

  /// Only requests.
  EntryLink requests() {
    return with("type", "dispatch.decided");
  }

  EntryLink with(String name, String value) {
    String escaped = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    return new EntryLink((parameters.isEmpty() ? "" : parameters + "&") + name + "=" + escaped);
  }

  Counted counted(long count) {
    return new Counted(count, parameters);
  }
}
