package dev.phaseledger.query.reading;

import dev.phaseledger.api.query.LedgerQuery;
import dev.phaseledger.api.query.LedgerQuery.Cursor;
import dev.phaseledger.api.query.Page;
import dev.phaseledger.query.projection.ProjectionProgress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;

/// Asks queries for endpoints, and waits where a reader must see its own writes.
@Component
public final class Reads {

  private final QueryGateway queries;
  private final ProjectionProgress progress;

  Reads(QueryGateway queries, ProjectionProgress progress) {
    this.queries = queries;
    this.progress = progress;
  }

  /// Waits until the views reflect a position, if the reader named one.
  ///
  /// @throws NotYetReflectedException after [ProjectionProgress#WAIT_MAX]
  public void await(Optional<Long> atLeast) {
    atLeast.ifPresent(position -> {
      if (!progress.await(position)) {
        throw new NotYetReflectedException(position, ProjectionProgress.WAIT_MAX);
      }
    });
  }

  /// Asks for one view.
  public <T> T ask(LedgerQuery query, Class<T> answer) {
    return join(queries.query(query, ResponseTypes.instanceOf(answer)));
  }

  /// Asks for one view that may not exist.
  public <T> Optional<T> find(LedgerQuery query, Class<T> answer) {
    return join(queries.query(query, ResponseTypes.optionalInstanceOf(answer)));
  }

  /// Asks for a page.
  public <T> Page<T> list(LedgerQuery query, Class<T> item) {
    if (join(queries.query(query, new PageOf(item))) instanceof Page<?> page) {
      return new Page<>(page.items().stream().map(item::cast).toList(), page.next());
    }
    throw new IllegalStateException("the answer is no page of " + item.getSimpleName());
  }

  /// The part of a list that a caller asks for.
  public static Cursor cursor(Optional<String> after, Optional<Integer> size) {
    return new Cursor(after, size.orElse(Cursor.SIZE_DEFAULT));
  }

  private static <T> T join(CompletableFuture<T> answer) {
    try {
      return answer.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
