package dev.phaseledger.policy;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.MapDefinition.Case;
import dev.phaseledger.policy.MapDefinition.Declarations;
import dev.phaseledger.policy.MapDefinition.Expectation;
import dev.phaseledger.policy.cel.Suggestions;
import dev.phaseledger.policy.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads `spec.tests`: one fixture and the cases that change it.
final class TestsReader {

  /// Cases of a map.
  private static final int CASES_MAX = 500;

  /// What a case may expect to be decided. ALLOW is the absence of every other effect.
  private static final Set<String> DECISIONS =
      Set.of(
          "ALLOW", "SIGNAL", "DEMOTE", "CONSTRAIN", "REQUIRE_APPROVAL", "DEFER", "VETO", "REVOKE");

  private final FixtureCheck check;
  private final Set<String> invariants;
  private final List<Case> cases = new ArrayList<>();

  private TestsReader(FixtureCheck check, Set<String> invariants) {
    this.check = check;
    this.invariants = invariants;
  }

  static List<Case> read(
      Members spec, Declarations declarations, Set<String> invariants, Problems problems) {
    TestsReader reader = new TestsReader(new FixtureCheck(declarations, problems), invariants);
    spec.members("tests").ifPresent(reader::read);
    return reader.cases;
  }

  private void read(Members tests) {
    tests.only("fixture", "cases");
    JsonValue.Fields fixture = input(tests, "fixture");
    Set<String> names = new HashSet<>();
    tests.each(
        "cases",
        CASES_MAX,
        members -> {
          members.only("name", "given", "expect");
          Optional<String> name = members.require("name", members.text("name", 200));
          if (name.isPresent() && !names.add(name.get())) {
            members.problem("name", "is used by another case");
          }
          JsonValue.Fields given = merge(fixture, input(members, "given"));
          if (given.find("now").isEmpty()) {
            members.problem("given", "needs 'now', here or in the fixture");
          }
          Optional<Expectation> expectation =
              members.require("expect", members.members("expect")).map(this::expectation);
          if (name.isPresent() && expectation.isPresent()) {
            cases.add(new Case(name.get(), members.place(), given, expectation.get()));
          }
        });
  }

  private JsonValue.Fields input(Members members, String name) {
    Optional<YamlNode> node = members.find(name);
    if (node.isEmpty()) {
      return JsonValue.Fields.EMPTY;
    }
    check.input(node.get(), members.path(name));
    return node.get().json() instanceof JsonValue.Fields fields ? fields : JsonValue.Fields.EMPTY;
  }

  private Expectation expectation(Members expect) {
    expect.only("decision", "violations", "exempted", "errors");
    Optional<String> decision = expect.text("decision", 40);
    if (decision.isPresent() && !DECISIONS.contains(decision.get())) {
      expect.problem(
          "decision",
          "must be one of " + String.join(", ", new TreeSet<>(DECISIONS)),
          Suggestions.hint(decision.get(), DECISIONS));
    }
    return new Expectation(
        decision, ids(expect, "violations"), ids(expect, "exempted"), ids(expect, "errors"));
  }

  private Optional<Set<String>> ids(Members expect, String name) {
    if (expect.find(name).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(expect.known(name, MapReader.INVARIANTS_MAX, invariants, "invariant"));
  }

  /// Objects are merged member by member, null removes, everything else replaces.
  static JsonValue.Fields merge(JsonValue.Fields base, JsonValue.Fields changes) {
    TreeMap<String, JsonValue> merged = new TreeMap<>(base.members());
    for (Map.Entry<String, JsonValue> change : changes.members().entrySet()) {
      switch (change.getValue()) {
        case JsonValue.Nil _ -> merged.remove(change.getKey());
        case JsonValue.Fields fields -> {
          JsonValue before = merged.get(change.getKey());
          merged.put(
              change.getKey(),
              merge(before instanceof JsonValue.Fields old ? old : JsonValue.Fields.EMPTY, fields));
        }
        case JsonValue.Text _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Items _ ->
            merged.put(change.getKey(), change.getValue());
      }
    }
    return new JsonValue.Fields(merged);
  }
}
