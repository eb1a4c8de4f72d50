package dev.phaseledger.policy;

import dev.phaseledger.api.EnforcementPoint;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.api.event.Judgement.Effect;
import dev.phaseledger.api.event.Judgement.Enforcement;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.cel.FieldType;
import dev.phaseledger.policy.cel.Shape;
import dev.phaseledger.policy.yaml.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A map as it was written, with its expressions still as text.
///
/// @param place where its `spec` starts
record MapDefinition(
    Place place,
    String name,
    int version,
    Match match,
    Map<String, Param> params,
    Declarations declarations,
    List<Variable> variables,
    List<Invariant> invariants,
    List<Exemption> exemptions,
    List<Case> cases) {

  /// What a map or an invariant is about; an empty list of commands or phases leaves it open.
  ///
  /// @param points where invariants are asked; empty if that is not said. A map's are those of its
  ///   invariants that do not say it themselves
  record Match(Set<EnforcementPoint> points, List<String> commands, List<String> phases) {

    static final Match ANY = new Match(Set.of(), List.of(), List.of());

    /// The points of an invariant in a map.
    Set<EnforcementPoint> pointsIn(Match map) {
      if (!points.isEmpty()) {
        return points;
      }
      return map.points.isEmpty() ? Set.of(EnforcementPoint.DISPATCH) : map.points;
    }
  }

  /// A value of the map's own, in the form the evaluator computes with.
  record Param(FieldType type, Object value) {}

  /// The tenant's own data that a map reads.
  ///
  /// @param types shapes by the name under which expressions are checked
  record Declarations(
      Map<String, Shape> types,
      Map<String, FactDeclaration> facts,
      Map<String, CounterDeclaration> counters,
      Shape parameters,
      Shape attributes) {}

  /// A kind of fact.
  ///
  /// @param freshFor how long after its observation a fact counts; then it reads as missing
  record FactDeclaration(FieldType type, boolean keyed, Optional<Duration> freshFor) {}

  /// A value computed at most once per evaluation.
  record Variable(String name, Place place, ExpressionSource expression) {}

  /// One invariant.
  ///
  /// @param failurePolicy what an error counts as, if the invariant or its map says it
  /// @param annotations what is recorded beside its results, by key
  record Invariant(
      String id,
      String description,
      Optional<Severity> severity,
      Enforcement enforcement,
      Optional<FailurePolicy> failurePolicy,
      Match match,
      List<ExpressionSource> conditions,
      ExpressionSource expression,
      Optional<ExpressionSource> messageExpression,
      Optional<String> message,
      Map<String, ExpressionSource> annotations,
      Reaction reaction) {

    /// Each of its expressions, in the order in which they are evaluated.
    List<ExpressionSource> sources() {
      List<ExpressionSource> sources = new ArrayList<>(conditions);
      sources.add(expression);
      messageExpression.ifPresent(sources::add);
      sources.addAll(annotations.values());
      sources.addAll(reaction.set().values());
      return sources;
    }
  }

  /// What an error in an enforced invariant does.
  enum FailurePolicy {
    /// It counts as a violation.
    FAIL,
    /// It is recorded and does not decide.
    IGNORE
  }

  /// What a violation does.
  record Reaction(
      Effect effect,
      ApprovalRequirement approval,
      Map<String, ExpressionSource> set,
      Optional<String> until,
      Optional<Duration> timeout,
      int levels) {}

  /// A dated exception from invariants.
  ///
  /// @param owner who answers for it; who approved it unless the map says otherwise
  record Exemption(
      String id,
      Set<String> invariants,
      ExpressionSource expression,
      Instant expires,
      String owner,
      String approvedBy,
      String reason) {}

  /// One test of the map's own.
  ///
  /// @param input the fixture with the case's changes merged in
  record Case(String name, Place place, JsonValue.Fields input, Expectation expectation) {}

  /// What a test expects; only what is given is compared.
  record Expectation(
      Optional<String> decision,
      Optional<Set<String>> violations,
      Optional<Set<String>> exempted,
      Optional<Set<String>> errors) {}
}
