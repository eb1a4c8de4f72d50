package dev.phaseledger.app.cli;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.policy.DecisionInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a dispatch was first judged on, folded from the entries of the log before it.
///
/// Personal values are not in the log. The digests that stand in their places are no inputs either,
/// so whole parameters that hold one are left out.
final class RecordedDecision {

  /// Entries that are asked for at a time.
  private static final int PAGE_ENTRIES = 500;

  private final long index;
  private final DispatchDecided decided;
  private final SortedMap<String, String> maps = new TreeMap<>();
  private Optional<ContractState> contract = Optional.empty();
  private Optional<AgentAuthority> agent = Optional.empty();

  private RecordedDecision(long index, DispatchDecided decided) {
    this.index = index;
    this.decided = decided;
  }

  /// Reads the log up to the decision.
  ///
  /// @param index the entry of the decision in the tenant's log
  static RecordedDecision read(LedgerClient client, long index) {
    if (!(page(client, index, 1).getFirst().event() instanceof DispatchDecided decided)) {
      throw CliException.negative("entry " + index + " is no decision on a dispatch");
    }
    RecordedDecision found = new RecordedDecision(index, decided);
    long next = 0;
    while (next < index) {
      List<RecordedEvent> page =
          page(client, next, Math.toIntExact(Math.min(PAGE_ENTRIES, index - next)));
      page.forEach(found::fold);
      next += page.size();
    }
    return found;
  }

  private static List<RecordedEvent> page(LedgerClient client, long from, int size) {
    List<Fields> items =
        Members.objects(
            client.get("/v1/ledger/entries?from=%d&size=%d".formatted(from, size)), "items");
    if (items.isEmpty()) {
      throw CliException.negative("the log has no entry " + from);
    }
    return items.stream()
        .map(item -> {
          long at = Members.number(item, "index");
          byte[] entry = Members.text(item, "entry").getBytes(StandardCharsets.UTF_8);
          // Positions span tenants and are not in an entry; within one log the index orders alike.
          return EntryCodec.decode(entry, at + 1, at);
        })
        .toList();
  }

  private void fold(RecordedEvent recorded) {
    switch (recorded.event()) {
      case ContractEvent event -> fold(recorded, event);
      case AgentEvent event -> fold(recorded, event);
      case InvariantMapPublished map -> maps.put(map.name(), map.source());
      case PolicyEvent _, LogEvent _, SubjectEvent _ -> {}
    }
  }

  private void fold(RecordedEvent recorded, ContractEvent event) {
    ContractId id = decided.contract();
    if (!event.contract().equals(id)) {
      return;
    }
    contract =
        event instanceof ContractIssued issued
            ? Optional.of(ContractState.issued(issued))
            : contract.map(state ->
                state.evolve(event, new ContractState.Cause(recorded.actor(), recorded.time())));
  }

  private void fold(RecordedEvent recorded, AgentEvent event) {
    AgentId id = decided.agent();
    if (!event.agent().equals(id)) {
      return;
    }
    agent =
        event instanceof AgentRegistered registered
            ? Optional.of(AgentAuthority.registered(registered))
            : agent.map(authority -> authority.evolve(event, recorded.time()));
  }

  long index() {
    return index;
  }

  DispatchDecided decided() {
    return decided;
  }

  /// The sources of the maps in force, by name.
  SortedMap<String, String> maps() {
    return maps;
  }

  /// The parameters that hold something personal.
  List<String> personal() {
    TreeSet<String> names = new TreeSet<>();
    for (JsonPointer place : decided.request().personal().keySet()) {
      names.add(place.tokens().get(1));
    }
    return List.copyOf(names);
  }

  /// What invariants could read, as far as it is on record.
  DecisionInput input() {
    ContractState state = contract.orElseThrow(() -> missing("contract " + decided.contract()));
    AgentAuthority authority = agent.orElseThrow(() -> missing("agent " + decided.agent()));
    var now = decided.judgement().basis().now();
    return new DecisionInput(
        request(),
        new DecisionInput.ActingAgent(
            authority.agent(),
            authority.owner(),
            authority.level(),
            authority.roles(),
            authority.active()),
        state.contract(),
        state.terms(),
        new DecisionInput.History(state.spentMicros(), state.counters(now)),
        state.evidence(),
        List.of(),
        state.facts(),
        now);
  }

  private DispatchRequest request() {
    DispatchRequest request = decided.request();
    if (request.personal().isEmpty()) {
      return request;
    }
    TreeMap<String, JsonValue> kept = new TreeMap<>(request.parameters().members());
    personal().forEach(kept::remove);
    return request.with(Map.of()).with(new Fields(kept));
  }

  private static CliException missing(String what) {
    return CliException.negative("the log does not hold " + what + " before the decision");
  }
}
