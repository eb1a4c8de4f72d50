package dev.phaseledger.policy;

import com.google.common.collect.Sets;
import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.Judgement.InvariantResult.Outcome;
import dev.phaseledger.policy.MapDefinition.Case;
import dev.phaseledger.policy.MapDefinition.FactDeclaration;
import dev.phaseledger.policy.MapDefinition.FailurePolicy;
import dev.phaseledger.policy.cel.Expression;
import dev.phaseledger.policy.cel.JsonInputs;
import dev.phaseledger.policy.cel.StructView;
import dev.phaseledger.policy.resource.Glob;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A map with its expressions planned. Immutable.
///
/// @param params the map's own values, as expressions see them
/// @param facts the kinds of facts it reads, by name
/// @param counters what it counts, by name
/// @param holding what each invariant says when it holds, in the order of the invariants: that is
///   nearly always, and always the same; empty where its annotations have to be read each time
record MapProgram(
    String name,
    Match match,
    StructView params,
    Map<String, Expression> variables,
    Map<String, FactDeclaration> facts,
    Map<String, CounterDeclaration> counters,
    JsonInputs json,
    List<Invariant> invariants,
    List<Exemption> exemptions,
    List<Case> cases,
    List<Optional<Finding>> holding) {

  MapProgram {
    variables = Map.copyOf(variables);
    facts = Map.copyOf(facts);
    counters = Map.copyOf(counters);
    invariants = List.copyOf(invariants);
    exemptions = List.copyOf(exemptions);
    cases = List.copyOf(cases);
    holding = List.copyOf(holding);
  }

  MapProgram(
      String name,
      Match match,
      StructView params,
      Map<String, Expression> variables,
      Map<String, FactDeclaration> facts,
      Map<String, CounterDeclaration> counters,
      JsonInputs json,
      List<Invariant> invariants,
      List<Exemption> exemptions,
      List<Case> cases) {
    this(
        name,
        match,
        params,
        variables,
        facts,
        counters,
        json,
        invariants,
        exemptions,
        cases,
        invariants.stream().map(invariant -> holding(name, invariant)).toList());
  }

  private static Optional<Finding> holding(String map, Invariant invariant) {
    if (!invariant.annotations().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            new InvariantResult(
                map,
                invariant.id(),
                Outcome.HOLDS,
                invariant.effect(),
                invariant.enforcement(),
                ""),
            invariant,
            false,
            Map.of()));
  }

  /// What a map or an invariant is about.
  ///
  /// @param points where it is asked; never empty
  record Match(Set<EnforcementPoint> points, List<String> commands, List<String> phases) {

    Match {
      points = Sets.immutableEnumSet(points);
    }

    /// Whether the subject is meant. A subject that leaves the phase open is meant by every one:
    /// leaving it out must not be a way around a map.
    boolean covers(Subject subject) {
      return points.contains(subject.point())
          && (commands.isEmpty() || covers(commands, subject.command()))
          && (phases.isEmpty() || covers(phases, subject.phase()));
    }

    private static boolean covers(List<String> wanted, Optional<String> given) {
      if (given.isEmpty()) {
        return true;
      }
      for (String glob : wanted) {
        if (matches(glob, given.get())) {
          return true;
        }
      }
      return false;
    }

    /// Whether a name is meant by one of a map, which may be a glob.
    static boolean matches(String glob, String name) {
      return glob.indexOf('*') < 0
          ? glob.equals(name)
          : Glob.matches(glob, Glob.Dialect.STARS, name);
    }
  }

  /// One invariant.
  ///
  /// @param fallback the message where no expression gives one
  /// @param annotations what is recorded beside its results, by key
  /// @param judgesApprovals whether it reads approvals itself; then only its own expression says
  ///   whether they suffice
  record Invariant(
      String id,
      Optional<Severity> severity,
      Enforcement enforcement,
      FailurePolicy failurePolicy,
      Match match,
      List<Expression> conditions,
      Expression expression,
      Optional<Expression> message,
      String fallback,
      Map<String, Expression> annotations,
      Effect effect,
      ApprovalRequirement approval,
      boolean judgesApprovals,
      Map<String, Expression> set,
      Optional<String> until,
      Optional<Duration> timeout,
      int levels) {}

  /// A dated exception.
  record Exemption(
      String id,
      Set<String> invariants,
      Expression expression,
      Instant expires,
      String owner,
      String approvedBy,
      String reason) {}
}
