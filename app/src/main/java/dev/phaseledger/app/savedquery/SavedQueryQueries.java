package dev.phaseledger.app.savedquery;

import dev.phaseledger.api.query.LedgerQuery.ListSavedQueries;
import dev.phaseledger.api.query.SavedQueriesView;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/// Answers which filters a tenant's readers keep.
@Component
final class SavedQueryQueries {

  private final SavedQueryTable table;

  SavedQueryQueries(SavedQueryTable table) {
    this.table = table;
  }

  @QueryHandler
  SavedQueriesView list(ListSavedQueries query) {
    return new SavedQueriesView(table.list(query.tenant()));
  }
}
