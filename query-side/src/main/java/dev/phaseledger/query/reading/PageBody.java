package dev.phaseledger.query.reading;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.query.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A part of a list, as it is sent.
///
/// @param next the value of `after` for the part after this one; absent at the end
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PageBody<T>(List<T> items, Optional<String> next) {

  public static <V, T> PageBody<T> of(Page<V> page, Function<V, T> body) {
    return new PageBody<>(page.items().stream().map(body).toList(), page.next());
  }
}
