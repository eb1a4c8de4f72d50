package dev.phaseledger.query.pack;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.query.ContractView;
import dev.phaseledger.api.query.LedgerQuery.FindContract;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.query.dispatches.EntryLines;
import dev.phaseledger.query.reading.Reads;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Says of entries whom and what they concern. Short-lived; not for use by several threads.
final class Rows {

  /// Contracts whose holder is remembered.
  static final int HOLDERS_MAX = 10_000;

  /// One entry, for readers.
  record Row(
      RecordedEvent recorded,
      Sha256Hash leaf,
      Optional<AgentId> agent,
      Optional<ContractId> contract,
      Optional<String> dispatch,
      Optional<Judgement> judgement) {

    String type() {
      return EventCodec.typeOf(recorded.event());
    }

    String sentence() {
      return EntryLines.sentence(recorded);
    }
  }

  private final TenantId tenant;
  private final Reads reads;
  private final Map<ContractId, AgentId> holders =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ContractId, AgentId> eldest) {
          return size() > HOLDERS_MAX;
        }
      };

  /// @param reads views that reflect every entry that is asked about
  Rows(TenantId tenant, Reads reads) {
    this.tenant = tenant;
    this.reads = reads;
  }

  Row of(long index, byte[] entry) {
    RecordedEvent recorded = Entries.decode(index, entry);
    return new Row(
        recorded,
        TreeHashing.leaf(entry),
        agent(recorded.event()),
        recorded.event() instanceof ContractEvent event
            ? Optional.of(event.contract())
            : Optional.empty(),
        dispatch(recorded.event()),
        judgement(recorded.event()));
  }

  boolean fits(PackFilter filter, long index, byte[] entry) {
    LedgerEvent event = Entries.decode(index, entry).event();
    return filter.contract().map(wanted -> isOf(wanted, event)).orElse(true)
        && filter.agent().map(wanted -> isOf(wanted, event)).orElse(true);
  }

  private static boolean isOf(ContractId wanted, LedgerEvent event) {
    return event instanceof ContractEvent of
        && (of.contract().equals(wanted)
            || (of instanceof ContractDelegated passed && passed.child().equals(wanted)));
  }

  private boolean isOf(AgentId wanted, LedgerEvent event) {
    return agent(event).filter(wanted::equals).isPresent()
        || (event instanceof ContractDelegated passed && passed.agent().equals(wanted));
  }

  /// Not every entry of a contract names its holder, and none but one agent ever holds it.
  private Optional<AgentId> agent(LedgerEvent event) {
    return switch (event) {
      case AgentEvent of -> Optional.of(of.agent());
      case ContractEvent of -> Optional.of(holder(of.contract()));
      case LogEvent _, PolicyEvent _, SubjectEvent _ -> Optional.empty();
    };
  }

  private AgentId holder(ContractId contract) {
    AgentId known = holders.get(contract);
    if (known != null) {
      return known;
    }
    AgentId found =
        reads
            .find(new FindContract(tenant, contract), ContractView.class)
            .map(view -> new AgentId(view.agentId()))
            .orElseThrow(
                () -> new IllegalStateException("no view of contract " + contract + " on record"));
    holders.put(contract, found);
    return found;
  }

  private static Optional<Judgement> judgement(LedgerEvent event) {
    if (event instanceof DispatchDecided decided) {
      return Optional.of(decided.judgement());
    }
    return event instanceof DispatchRejudged rejudged
        ? Optional.of(rejudged.judgement())
        : Optional.empty();
  }

  private static Optional<String> dispatch(LedgerEvent event) {
    return event instanceof DispatchDecided decided
        ? Optional.of(decided.request().id().value())
        : EventCodec.encode(event)
            .find("dispatch")
            .flatMap(value ->
                value instanceof JsonValue.Text text
                    ? Optional.of(text.value())
                    : Optional.empty());
  }
}
