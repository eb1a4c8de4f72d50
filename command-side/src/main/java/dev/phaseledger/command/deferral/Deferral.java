package dev.phaseledger.command.deferral;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.command.contract.ContractState;
import dev.phaseledger.command.contract.OpenDispatch.Deferred;
import dev.phaseledger.command.dispatch.Closings;
import dev.phaseledger.command.dispatch.DispatchDecider;
import dev.phaseledger.command.dispatch.Judge;
import dev.phaseledger.command.dispatch.Judge.Ruling;
import dev.phaseledger.command.dispatch.Opener;
import dev.phaseledger.command.dispatch.SealedRequest;
import dev.phaseledger.command.dispatch.Situation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Judges deferred dispatches anew once what they wait for has come. Pure.
///
/// One piece of evidence may be what many wait for, and each release changes what the next is
/// judged on; so they are judged one after the other, each on the state that the one before leaves.
public final class Deferral {

  /// Dispatches judged anew in one append; the rest follow with the next one.
  public static final int REJUDGED_PER_APPEND_MAX = 16;

  /// How often one dispatch is judged anew; if it is deferred again then, it is closed.
  public static final int REJUDGED_MAX = 8;

  private Deferral() {}

  /// Whether any dispatch can be judged anew.
  public static boolean isDue(ContractState contract, Instant now) {
    return contract.active()
        && contract.open().values().stream()
            .anyMatch(open -> open instanceof Deferred deferred && isDue(deferred, contract, now));
  }

  /// The new judgements, with what they lead to.
  ///
  /// @param situation after everything that is recorded before them in the same append
  /// @param actor who causes the append
  public static List<LedgerEvent> judge(Situation situation, PrincipalId actor, Opener opener) {
    List<Deferred> due =
        situation.contract().open().values().stream()
            .filter(Deferred.class::isInstance)
            .map(Deferred.class::cast)
            .filter(deferred -> isDue(deferred, situation.contract(), situation.now()))
            .sorted(Comparator.comparing(Deferred::since).thenComparing(each -> each.id().value()))
            .limit(REJUDGED_PER_APPEND_MAX)
            .toList();
    var events = new ArrayList<LedgerEvent>();
    Situation present = situation;
    for (Deferred deferred : due) {
      if (!present.contract().active()) {
        break;
      }
      List<LedgerEvent> led = judge(deferred, present, opener);
      events.addAll(led);
      present = after(present, led, actor);
    }
    return events;
  }

  /// The situation after events that are decided, and not recorded yet.
  public static Situation after(
      Situation situation, List<? extends LedgerEvent> events, PrincipalId actor) {
    Situation next = situation;
    var cause = new ContractState.Cause(actor, situation.now());
    for (LedgerEvent event : events) {
      next =
          switch (event) {
            case ContractEvent e ->
                new Situation(
                    next.contract().evolve(e, cause),
                    next.agent(),
                    next.policy(),
                    next.now(),
                    next.beyond());
            case AgentEvent e ->
                new Situation(
                    next.contract(),
                    next.agent().evolve(e, next.now()),
                    next.policy(),
                    next.now(),
                    next.beyond());
            case LogEvent _, PolicyEvent _, SubjectEvent _ -> next;
          };
    }
    return next;
  }

  private static boolean isDue(Deferred deferred, ContractState contract, Instant now) {
    return !deferred.over(now) && deferred.ready(contract, now);
  }

  private static List<LedgerEvent> judge(Deferred deferred, Situation situation, Opener opener) {
    var judge = new Judge(situation);
    Ruling ruling =
        switch (opener.open(deferred.request())) {
          case Opener.Opened.Whole(SealedRequest request) ->
              judge.rejudge(request, List.of(), Set.of());
          case Opener.Opened.Erased(SubjectId subject, long position) ->
              judge.unreadable(subject, position);
        };
    return led(deferred, ruling, situation);
  }

  /// What a new judgement on a deferred dispatch leads to.
  public static List<LedgerEvent> led(Deferred deferred, Ruling ruling, Situation situation) {
    var events = new ArrayList<>(DispatchDecider.rejudged(ruling, deferred, situation));
    boolean again =
        switch (ruling.judgement().verdict()) {
          case DEFERRED -> true;
          case AUTHORIZED, CONSTRAINED, APPROVAL_REQUIRED, VETOED -> false;
        };
    if (again && !ruling.revokes() && deferred.rejudged() + 1 >= REJUDGED_MAX) {
      events.add(Closings.judgedTooOften(deferred, situation.contract(), REJUDGED_MAX));
    }
    return events;
  }
}
