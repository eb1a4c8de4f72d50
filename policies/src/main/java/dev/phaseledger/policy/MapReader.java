package dev.phaseledger.policy;

import dev.phaseledger.policy.MapDefinition.Declarations;
import dev.phaseledger.policy.MapDefinition.Exemption;
import dev.phaseledger.policy.MapDefinition.FailurePolicy;
import dev.phaseledger.policy.MapDefinition.Invariant;
import dev.phaseledger.policy.MapDefinition.Match;
import dev.phaseledger.policy.MapDefinition.Variable;
import dev.phaseledger.policy.cel.Environment;
import dev.phaseledger.policy.yaml.YamlNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a whole map and reports every way in which it is not one.
final class MapReader {

  /// Invariants of a map.
  static final int INVARIANTS_MAX = 200;

  /// Variables of a map.
  static final int VARIABLES_MAX = 50;

  /// Exemptions of a map.
  static final int EXEMPTIONS_MAX = 200;

  private final Problems problems;

  private MapReader(Problems problems) {
    this.problems = problems;
  }

  static MapDefinition read(PolicyDocument map, Problems problems) {
    return new MapReader(problems).spec(map.name(), map.version(), map.spec());
  }

  private MapDefinition spec(String name, int version, Members spec) {
    spec.only(
        "environment",
        "failurePolicy",
        "matchConstraints",
        "params",
        "types",
        "facts",
        "counters",
        "parameters",
        "attributes",
        "variables",
        "invariants",
        "exemptions",
        "tests");
    spec.constant("environment", Environment.ID);
    DeclarationReader reader = new DeclarationReader(spec, problems);
    Declarations declarations = reader.declarations();
    Match match = InvariantReader.match(spec);
    Optional<FailurePolicy> failurePolicy = spec.choice("failurePolicy", InvariantReader.POLICIES);
    List<Invariant> invariants =
        invariants(spec, new InvariantReader.Defaults(match, failurePolicy));
    Set<String> ids = new HashSet<>();
    invariants.forEach(invariant -> ids.add(invariant.id()));
    return new MapDefinition(
        spec.place(),
        name,
        version,
        match,
        reader.params(),
        declarations,
        variables(spec),
        invariants,
        exemptions(spec, ids),
        TestsReader.read(spec, declarations, ids, problems));
  }

  private List<Variable> variables(Members spec) {
    List<Variable> variables = new ArrayList<>();
    Set<String> names = new HashSet<>();
    spec.each(
        "variables",
        VARIABLES_MAX,
        members -> {
          members.only("name", "expression");
          Optional<String> name = members.require("name", members.text("name", 64));
          Optional<ExpressionSource> expression =
              members.require("expression", members.expression("expression"));
          if (name.isEmpty()) {
            return;
          }
          if (!TypeNames.isMemberName(name.get())) {
            members.problem("name", "must be letters, digits and '_', not starting with a digit");
          } else if (!names.add(name.get())) {
            members.problem("name", "is used by another variable");
          } else {
            expression.ifPresent(
                source -> variables.add(new Variable(name.get(), members.place(), source)));
          }
        });
    return variables;
  }

  private List<Invariant> invariants(Members spec, InvariantReader.Defaults defaults) {
    List<Invariant> invariants = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    spec.require("invariants", spec.find("invariants"))
        .filter(
            node -> node instanceof YamlNode.Sequence(_, List<YamlNode> items) && items.isEmpty())
        .ifPresent(_ -> spec.problem("invariants", "must hold at least one invariant"));
    spec.each(
        "invariants",
        INVARIANTS_MAX,
        members ->
            InvariantReader.read(members, defaults)
                .ifPresent(invariant -> {
                  if (!ids.add(invariant.id())) {
                    members.problem("id", "is used by another invariant");
                  }
                  invariants.add(invariant);
                }));
    return invariants;
  }

  private List<Exemption> exemptions(Members spec, Set<String> invariants) {
    List<Exemption> exemptions = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    spec.each(
        "exemptions",
        EXEMPTIONS_MAX,
        members -> {
          members.only(
              "id", "invariants", "expression", "expires", "owner", "approvedBy", "reason");
          Optional<String> id = members.identifier("id");
          if (id.isPresent() && !ids.add(id.get())) {
            members.problem("id", "is used by another exemption");
          }
          Set<String> covered = covered(members, invariants);
          Optional<ExpressionSource> expression =
              members.require("expression", members.expression("expression"));
          Optional<Instant> expires = members.require("expires", expires(members));
          Optional<String> by = members.require("approvedBy", members.text("approvedBy", 200));
          Optional<String> owner = members.text("owner", 200);
          Optional<String> reason = members.require("reason", members.text("reason", 500));
          if (id.isPresent() && expression.isPresent() && expires.isPresent()) {
            exemptions.add(
                new Exemption(
                    id.get(),
                    covered,
                    expression.get(),
                    expires.get(),
                    owner.or(() -> by).orElse(""),
                    by.orElse(""),
                    reason.orElse("")));
          }
        });
    return exemptions;
  }

  private static Set<String> covered(Members members, Set<String> invariants) {
    Set<String> covered = members.known("invariants", INVARIANTS_MAX, invariants, "invariant");
    if (covered.isEmpty()) {
      members.problem("invariants", "must name at least one invariant");
    }
    return covered;
  }

  private static Optional<Instant> expires(Members members) {
    return members
        .text("expires", 50)
        .flatMap(text -> {
          try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
          } catch (DateTimeException e) {
            members.problem("expires", "must be a timestamp such as 2026-06-30T00:00:00Z");
            return Optional.empty();
          }
        });
  }
}
