package dev.phaseledger.command.path;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.DelegatesView;
import dev.phaseledger.api.query.DispatchView;
import dev.phaseledger.api.query.LedgerQuery;
import dev.phaseledger.api.query.LedgerQuery.AwaitViews;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.query.LedgerQuery.FindDispatch;
import dev.phaseledger.api.query.LedgerQuery.ListDelegates;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;

/// What paths ask the views. A view is behind the log; so whoever asks says up to where it must not
/// be.
@Component
final class PathViews {

  private final QueryGateway queries;
  private final LedgerReader log;

  PathViews(QueryGateway queries, LedgerReader log) {
    this.queries = queries;
    this.log = log;
  }

  /// Waits until the views reflect everything that this node knows of.
  ///
  /// @throws StoreException if they do not in time; they may be folded anew, so whoever feeds this
  ///   starts again later
  void awaitAll(TenantId tenant) {
    long position = log.position();
    if (!ask(new AwaitViews(tenant, position), Boolean.class)) {
      throw new StoreException("the views do not reflect position " + position + " yet");
    }
  }

  Optional<DispatchView> dispatch(TenantId tenant, DispatchId dispatch) {
    return find(new FindDispatch(tenant, dispatch), DispatchView.class);
  }

  Optional<ContractView> contract(TenantId tenant, ContractId contract) {
    return find(new FindContract(tenant, contract), ContractView.class);
  }

  List<DelegatesView.Delegate> delegates(TenantId tenant, ContractId contract) {
    return ask(new ListDelegates(tenant, contract), DelegatesView.class).delegates();
  }

  <T> T ask(LedgerQuery query, Class<T> answer) {
    return join(queries.query(query, ResponseTypes.instanceOf(answer)));
  }

  <T> Optional<T> find(LedgerQuery query, Class<T> answer) {
    return join(queries.query(query, ResponseTypes.optionalInstanceOf(answer)));
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
