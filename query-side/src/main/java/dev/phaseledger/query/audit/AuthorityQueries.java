package dev.phaseledger.query.audit;

import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.PolicyEvent.TenantHalted;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.query.AuthorityView;
import dev.phaseledger.api.query.AuthorityView.Grant;
import dev.phaseledger.api.query.LedgerQuery.FindAuthority;
import dev.phaseledger.api.query.LedgerQuery.FindPastContract;
import dev.phaseledger.api.query.PastContractView;
import dev.phaseledger.query.reading.Moments;
import dev.phaseledger.query.reading.Moments.Moment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.stereotype.Component;

/// Answers who could do what at a moment: folds the entries that set it, and names them.
@Component
final class AuthorityQueries {

  private final AuthorityEntries entries;
  private final Moments moments;

  AuthorityQueries(AuthorityEntries entries, Moments moments) {
    this.entries = entries;
    this.moments = moments;
  }

  @QueryHandler
  Optional<AuthorityView> find(FindAuthority query) {
    Moment moment = moments.of(query.tenant(), query.asOf());
    Optional<AgentState> agent = Optional.empty();
    Map<String, ContractState> contracts = new LinkedHashMap<>();
    for (RecordedEvent entry : entries.ofAgent(query.tenant(), query.agent(), moment.position())) {
      switch (entry.event()) {
        case AgentEvent event -> agent = Optional.of(fold(agent, entry, event));
        case ContractEvent event ->
            contracts.put(
                event.contract().value(),
                fold(Optional.ofNullable(contracts.get(event.contract().value())), entry, event));
        case PolicyEvent _, LogEvent _, SubjectEvent _ -> throw foreign(entry);
      }
    }
    return agent.map(state ->
        view(query, moment, state, contracts, entries.halt(query.tenant(), moment.position())));
  }

  @QueryHandler
  Optional<PastContractView> find(FindPastContract query) {
    Moment moment = moments.of(query.tenant(), query.asOf());
    Optional<ContractState> contract = Optional.empty();
    for (RecordedEvent entry :
        entries.ofContract(query.tenant(), query.contract(), moment.position())) {
      if (!(entry.event() instanceof ContractEvent event)) {
        throw foreign(entry);
      }
      contract = Optional.of(fold(contract, entry, event));
    }
    return contract.map(state ->
        new PastContractView(
            query.contract().value(),
            moment.position(),
            moment.at(),
            state.status(),
            state.endedReason(),
            state.inForce(),
            state.inPhase(),
            AuthorityEntries.because(state.because())));
  }

  private static AgentState fold(
      Optional<AgentState> before, RecordedEvent entry, AgentEvent event) {
    if (event instanceof AgentRegistered registered) {
      return AgentState.registered(entry, registered);
    }
    return before.orElseThrow(() -> foreign(entry)).after(entry, event);
  }

  private static ContractState fold(
      Optional<ContractState> before, RecordedEvent entry, ContractEvent event) {
    if (event instanceof ContractIssued issued) {
      return ContractState.issued(entry, issued.terms());
    }
    return before.orElseThrow(() -> foreign(entry)).after(entry, event);
  }

  private static AuthorityView view(
      FindAuthority query,
      Moment moment,
      AgentState agent,
      Map<String, ContractState> contracts,
      Optional<RecordedEvent> halt) {
    Optional<String> halted =
        halt.map(RecordedEvent::event)
            .filter(TenantHalted.class::isInstance)
            .map(event -> ((TenantHalted) event).reason());
    List<RecordedEvent> because = new ArrayList<>(List.of(agent.leveled(), agent.stands()));
    halt.ifPresent(because::add);
    List<Grant> grants = new ArrayList<>();
    contracts.forEach((id, contract) -> {
      if (contract.isActive()) {
        grants.add(
            new Grant(
                id,
                contract.inForce(),
                contract.inPhase(),
                blocked(agent, halted, contract.inForce(), moment)));
        because.addAll(contract.because());
      }
    });
    return new AuthorityView(
        query.agent().value(),
        moment.position(),
        moment.at(),
        agent.status(),
        agent.level(),
        agent.epoch(),
        halted,
        grants,
        AuthorityEntries.because(because));
  }

  private static Optional<String> blocked(
      AgentState agent, Optional<String> halted, ContractTerms terms, Moment moment) {
    if (halted.isPresent()) {
      return Optional.of("the tenant is halted");
    }
    if (!agent.isActive()) {
      return Optional.of("the agent is " + agent.status());
    }
    if (agent.level() < terms.requiredLevel()) {
      return Optional.of(
          "the agent is at level %d, and %d is required"
              .formatted(agent.level(), terms.requiredLevel()));
    }
    if (moment.at().isBefore(terms.stopping().notBefore())) {
      return Optional.of("it begins at " + terms.stopping().notBefore());
    }
    if (!moment.at().isBefore(terms.stopping().expiresAt())) {
      return Optional.of("its time was over at " + terms.stopping().expiresAt());
    }
    return Optional.empty();
  }

  private static IllegalStateException foreign(RecordedEvent entry) {
    return new IllegalStateException(
        "entry %d does not belong where its view has it".formatted(entry.position()));
  }
}
