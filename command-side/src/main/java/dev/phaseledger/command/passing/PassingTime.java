package dev.phaseledger.command.passing;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.command.ContractCommand.PassTime;
import dev.phaseledger.api.query.DueItem;
import dev.phaseledger.api.query.InternalQuery.ListDue;
import dev.phaseledger.command.LedgerCommands;
import dev.phaseledger.command.LedgerItself;
import dev.phaseledger.command.duty.Duty;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.axonframework.messaging.responsetypes.ResponseTypes;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;

/// Tells contracts that time has passed, as soon as something is due under them.
///
/// An item is due until the views reflect what its command recorded. A command that recorded
/// nothing, since the views are behind or something else is still missing, is sent again for the
/// same item later and later; see [Backoff]. Items that are held back do not hold up others: each
/// turn goes on behind the last item of the turn before.
@Component
final class PassingTime implements Duty {

  /// Items looked at in one turn.
  static final int ITEMS_PER_TURN = 200;

  private record Contract(TenantId tenant, ContractId contract) {}

  private final QueryGateway queries;
  private final LedgerCommands ledger;
  private final Backoff backoff = new Backoff();

  /// Where the last turn ended; only the duty's own thread reads and writes it.
  private Optional<DueItem> last = Optional.empty();

  PassingTime(QueryGateway queries, LedgerCommands ledger) {
    this.queries = queries;
    this.ledger = ledger;
  }

  @Override
  public String name() {
    return "passing-time";
  }

  /// @return how many commands recorded something: one that did not is no reason to hurry
  @Override
  public int perform(Instant now) {
    List<DueItem> due = due(new ListDue(now, last, ITEMS_PER_TURN));
    last = due.size() < ITEMS_PER_TURN ? Optional.empty() : Optional.of(due.getLast());
    int effective = 0;
    List<RuntimeException> failures = new ArrayList<>();
    for (Map.Entry<Contract, List<DueItem>> each : byContract(due).entrySet()) {
      if (each.getValue().stream().allMatch(item -> backoff.holdsBack(item, now))) {
        continue;
      }
      try {
        boolean recorded = send(each.getKey());
        each.getValue().forEach(item -> backoff.sent(item, recorded, now));
        effective += recorded ? 1 : 0;
      } catch (RuntimeException failure) {
        // One contract that cannot be decided on must not keep time from passing for the others.
        each.getValue().forEach(item -> backoff.sent(item, false, now));
        failures.add(failure);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.getFirst();
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
    return effective;
  }

  private boolean send(Contract due) {
    return !ledger
        .send(new PassTime(LedgerItself.context(due.tenant()), due.contract()))
        .events()
        .isEmpty();
  }

  private static Map<Contract, List<DueItem>> byContract(List<DueItem> due) {
    Map<Contract, List<DueItem>> byContract = new LinkedHashMap<>();
    for (DueItem item : due) {
      byContract
          .computeIfAbsent(new Contract(item.tenant(), item.contract()), _ -> new ArrayList<>())
          .add(item);
    }
    return byContract;
  }

  private List<DueItem> due(ListDue query) {
    try {
      return queries.query(query, ResponseTypes.multipleInstancesOf(DueItem.class)).join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }
}
