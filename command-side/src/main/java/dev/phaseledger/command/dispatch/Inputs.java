package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.command.authority.AgentAuthority;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.policy.Count;
import dev.phaseledger.policy.CountBook;
import dev.phaseledger.policy.DecisionInput;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// What invariants may read of a situation: the one place where states become inputs.
public final class Inputs {

  private Inputs() {}

  /// The input about a request.
  ///
  /// @param escalated roles that were asked besides, since nobody answered in time
  public static DecisionInput of(
      Situation situation,
      DispatchRequest request,
      List<Approval> approvals,
      Set<String> escalated) {
    ContractState contract = situation.contract();
    return new DecisionInput(
        request,
        acting(situation.agent()),
        contract.contract(),
        contract.terms(),
        history(situation, request),
        contract.evidence(),
        approvals.stream()
            .map(a ->
                new DecisionInput.Approval(
                    a.event().approver(), a.event().roles(), a.at(), a.event().granted()))
            .toList(),
        escalated,
        contract.facts(),
        situation.now());
  }

  /// An agent as invariants see it.
  public static DecisionInput.ActingAgent acting(AgentAuthority agent) {
    return new DecisionInput.ActingAgent(
        agent.agent(), agent.owner(), agent.level(), agent.roles(), agent.active());
  }

  private static DecisionInput.History history(Situation situation, DispatchRequest request) {
    ContractState contract = situation.contract();
    return new DecisionInput.History(
        contract.spentMicros(),
        contract.counters(situation.now()),
        contract.activity().context(request),
        new Counts(contract, situation.beyond()));
  }

  /// The contract's own counts are those of its fenced state.
  private record Counts(ContractState contract, CountBook beyond) implements CountBook {

    @Override
    public OptionalLong count(Count count, Instant now) {
      return count.per() == Count.Per.CONTRACT
          ? OptionalLong.of(contract.activity().count(count.counted(), count.within(), now))
          : beyond.count(count, now);
    }

    @Override
    public long position() {
      return beyond.position();
    }
  }
}
