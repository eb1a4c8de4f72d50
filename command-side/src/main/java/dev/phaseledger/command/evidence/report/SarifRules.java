package dev.phaseledger.command.evidence.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules of a run, for what its results leave out. Many tools write the level of a result once,
/// as its rule's (SARIF 2.1.0, section 3.27.10).
final class SarifRules {

  /// Names that a rule's identifier is looked up by, each without the last part of the one before:
  /// a long one made of nothing but slashes would take for ever.
  private static final int RULE_PARTS_MAX = 8;

  /// One rule, as far as results refer to it.
  private record Rule(Optional<String> id, SarifLevel level) {}

  private final List<Rule> driver;
  private final List<List<Rule>> extensions;
  private final Map<String, SarifLevel> byId = new HashMap<>();
  private final Map<String, SarifLevel> overrides = new HashMap<>();

  private SarifRules(List<Rule> driver, List<List<Rule>> extensions) {
    this.driver = driver;
    this.extensions = extensions;
    driver.forEach(this::know);
    extensions.forEach(rules -> rules.forEach(this::know));
  }

  static SarifRules of(SarifNode tool, List<SarifNode> invocations) {
    SarifRules rules =
        new SarifRules(
            tool.object("driver").map(SarifRules::rules).orElse(List.of()),
            tool.list("extensions").stream().map(SarifRules::rules).toList());
    for (SarifNode invocation : invocations) {
      invocation.list("ruleConfigurationOverrides").forEach(rules::override);
    }
    return rules;
  }

  /// The level of a result that names none.
  SarifLevel level(SarifNode result) {
    Optional<String> id = id(result);
    SarifLevel level =
        rule(result)
            .map(Rule::level)
            .or(() -> id.flatMap(name -> find(byId, name)))
            .orElse(SarifLevel.WARNING);
    // Which invocation a result is from is not looked up, so an override only ever makes it graver.
    return id.flatMap(name -> find(overrides, name)).map(level::graver).orElse(level);
  }

  /// The rule that a result names.
  Optional<String> id(SarifNode result) {
    return result
        .text("ruleId")
        .or(() -> result.object("rule").flatMap(reference -> reference.text("id")))
        .or(() -> rule(result).flatMap(Rule::id));
  }

  private Optional<Rule> rule(SarifNode result) {
    Optional<SarifNode> reference = result.object("rule");
    Optional<Integer> component =
        reference
            .flatMap(rule -> rule.object("toolComponent"))
            .flatMap(extension -> extension.index("index"));
    return result
        .index("ruleIndex")
        .or(() -> reference.flatMap(rule -> rule.index("index")))
        .flatMap(index ->
            component
                .map(extension -> at(extensions, extension).flatMap(rules -> at(rules, index)))
                .orElseGet(() -> at(driver, index)));
  }

  private static <T> Optional<T> at(List<T> all, int index) {
    return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
  }

  /// Section 3.52.4: `CA1000/1` is a result of rule `CA1000`, if no rule is called so itself.
  private static Optional<SarifLevel> find(Map<String, SarifLevel> levels, String id) {
    String name = id;
    for (int parts = 0; parts < RULE_PARTS_MAX; parts++) {
      Optional<SarifLevel> level = Optional.ofNullable(levels.get(name));
      int slash = name.lastIndexOf('/');
      if (level.isPresent() || slash < 0) {
        return level;
      }
      name = name.substring(0, slash);
    }
    return Optional.empty();
  }

  /// Two extensions may have a rule of the same name.
  private void know(Rule rule) {
    rule.id().ifPresent(id -> byId.merge(id, rule.level(), SarifLevel::graver));
  }

  private void override(SarifNode override) {
    Optional<String> id = override.object("descriptor").flatMap(rule -> rule.text("id"));
    Optional<SarifLevel> level = override.object("configuration").flatMap(SarifRules::configured);
    if (id.isPresent() && level.isPresent()) {
      overrides.merge(id.get(), level.get(), SarifLevel::graver);
    }
  }

  private static List<Rule> rules(SarifNode component) {
    List<Rule> rules = new ArrayList<>();
    for (SarifNode rule : component.list("rules")) {
      rules.add(
          new Rule(
              rule.text("id"),
              rule.object("defaultConfiguration")
                  .flatMap(SarifRules::configured)
                  .orElse(SarifLevel.WARNING)));
    }
    return rules;
  }

  private static Optional<SarifLevel> configured(SarifNode configuration) {
    return configuration.text("level").map(level -> SarifLevel.of(configuration, "level", level));
  }
}
