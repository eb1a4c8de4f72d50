package dev.phaseledger.console.page;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.query.LedgerQuery;
import dev.phaseledger.api.query.Page;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;

/// Asks the ledger's queries for pages.
@Component
public final class Answers {

  private final QueryGateway queries;

  Answers(QueryGateway queries) {
    this.queries = queries;
  }

  /// Refuses whoever may not read everything of its tenant: the console shows all of it.
  ///
  /// @throws ForbiddenException if the principal holds none of the reading roles
  public static void requireReader(Principal principal) {
    boolean reads =
        principal.roles().stream()
            .anyMatch(role ->
                switch (role) {
                  case AUDITOR, OPERATOR, APPROVER, POLICY_AUTHOR, PRIVACY_OFFICER -> true;
                  case AGENT -> false;
                });
    if (!reads) {
      throw new ForbiddenException(
          "the console needs the role AUDITOR, OPERATOR, APPROVER, POLICY_AUTHOR or PRIVACY_OFFICER");
    }
  }

  public <T> T ask(LedgerQuery query, Class<T> answer) {
    return join(queries.query(query, ResponseTypes.instanceOf(answer)));
  }

  public <T> Optional<T> find(LedgerQuery query, Class<T> answer) {
    return join(queries.query(query, ResponseTypes.optionalInstanceOf(answer)));
  }

  public <T> Page<T> list(LedgerQuery query, Class<T> item) {
    if (join(queries.query(query, new PageOf(item))) instanceof Page<?> page) {
      return new Page<>(page.items().stream().map(item::cast).toList(), page.next());
    }
    throw new IllegalStateException("the answer is no page of " + item.getSimpleName());
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
