package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import java.util.LinkedHashSet;
import java.util.Set;

/// Names what a judgement found violated: `map/invariant` or `contract/clause`.
public final class Violations {

  private Violations() {}

  /// Everything that was violated, whether it decided or not. An invariant that could not be
  /// evaluated counts as violated if its failure policy gave it an effect.
  public static Set<String> of(Judgement judgement) {
    Set<String> names = new LinkedHashSet<>();
    judgement.breach().ifPresent(breach -> names.add("contract/" + breach.clause()));
    judgement.results().stream().filter(Violations::violated).forEach(r -> names.add(name(r)));
    return names;
  }

  /// What vetoed; empty unless the verdict is a veto.
  public static Set<String> vetoing(Judgement judgement) {
    Set<String> names = new LinkedHashSet<>();
    if (judgement.verdict() == Verdict.VETOED) {
      judgement.breach().ifPresent(breach -> names.add("contract/" + breach.clause()));
      judgement.results().stream()
          .filter(result -> violated(result) && vetoes(result))
          .forEach(result -> names.add(name(result)));
    }
    return names;
  }

  private static boolean violated(InvariantResult result) {
    return switch (result.outcome()) {
      case HOLDS, EXEMPTED -> false;
      case VIOLATED -> true;
      case ERROR -> result.effect() != Effect.NONE;
    };
  }

  private static boolean vetoes(InvariantResult result) {
    return result.enforcement() == Enforcement.ENFORCE
        && switch (result.effect()) {
          case VETO, REVOKE -> true;
          case NONE, SIGNAL, DEMOTE, CONSTRAIN, REQUIRE_APPROVAL, DEFER -> false;
        };
  }

  private static String name(InvariantResult result) {
    return result.map() + '/' + result.invariant();
  }
}
