package dev.phaseledger.policy;

import dev.phaseledger.policy.cel.Durations;
import dev.phaseledger.policy.cel.Suggestions;
import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// Reads the members of a YAML mapping and reports those that are not as they should be. A member
/// that was reported reads as missing.
public final class Members {

  static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final YamlNode.Mapping mapping;
  private final String field;
  private final Problems problems;

  private Members(YamlNode.Mapping mapping, String field, Problems problems) {
    this.mapping = mapping;
    this.field = field;
    this.problems = problems;
  }

  /// The members of a node; none, with a problem, if it is not a mapping.
  public static Members of(YamlNode node, String field, Problems problems) {
    if (node instanceof YamlNode.Mapping mapping) {
      return new Members(mapping, field, problems);
    }
    problems.add(node.place(), field, "must be a mapping, but is " + node.kind());
    return new Members(new YamlNode.Mapping(node.place(), Map.of()), field, problems);
  }

  /// One item of a list with its path.
  public record Item(YamlNode node, String field) {}

  /// Refuses members of other names.
  public Members only(String... names) {
    Set<String> known = new TreeSet<>(List.of(names));
    mapping
        .entries()
        .forEach((name, entry) -> {
          if (!known.contains(name)) {
            problems.add(
                entry.key(),
                path(name),
                "is not known here; known are " + String.join(", ", known),
                Suggestions.hint(name, known));
          }
        });
    return this;
  }

  /// Where the mapping starts.
  public Place place() {
    return mapping.place();
  }

  /// The mapping's own path; empty for the document.
  public String field() {
    return field;
  }

  /// The path of a member.
  public String path(String name) {
    return field.isEmpty() ? name : field + "." + name;
  }

  /// A member that is there and not empty.
  public Optional<YamlNode> find(String name) {
    return mapping.find(name).filter(node -> !(node instanceof YamlNode.Empty));
  }

  /// Each member with its name, in order.
  public Map<String, YamlNode> all() {
    Map<String, YamlNode> all = new LinkedHashMap<>();
    mapping.entries().forEach((name, entry) -> all.put(name, entry.value()));
    return all;
  }

  /// Where a member's name stands; the mapping's place if it is not there.
  public Place placeOf(String name) {
    YamlNode.Entry entry = mapping.entries().get(name);
    return entry == null ? mapping.place() : entry.key();
  }

  /// Reports a member, at its value if it is there.
  public void problem(String name, String message) {
    problems.add(find(name).map(YamlNode::place).orElseGet(mapping::place), path(name), message);
  }

  /// Reports a member, at its value if it is there, with a hint.
  public void problem(String name, String message, String hint) {
    problems.add(
        find(name).map(YamlNode::place).orElseGet(mapping::place), path(name), message, hint);
  }

  /// Reports an item of a list.
  ///
  /// @param hint what would be right; empty if that is not known
  public void problem(Item item, String message, String hint) {
    problems.add(item.node().place(), item.field(), message, hint);
  }

  /// Reports a member that is not there.
  public <T> Optional<T> require(String name, Optional<T> value) {
    if (value.isEmpty() && find(name).isEmpty()) {
      problems.add(mapping.place(), path(name), "is missing");
    }
    return value;
  }

  /// A string that is not blank.
  public Optional<String> text(String name, int charsMax) {
    return find(name)
        .flatMap(node -> {
          if (node instanceof YamlNode.Text(Place _, String value, YamlNode.Layout _)
              && !value.isBlank()
              && value.length() <= charsMax) {
            return Optional.of(value);
          }
          problem(name, "must be a string of 1 to " + charsMax + " characters");
          return Optional.empty();
        });
  }

  /// A whole number, both bounds included.
  public Optional<Integer> integer(String name, int min, int max) {
    return amount(name, min, max).map(Math::toIntExact);
  }

  /// A whole number of 64 bits, both bounds included.
  public Optional<Long> amount(String name, long min, long max) {
    return find(name)
        .flatMap(node -> {
          if (node instanceof YamlNode.Numeral(Place _, BigDecimal value)
              && value.stripTrailingZeros().scale() <= 0
              && value.compareTo(BigDecimal.valueOf(min)) >= 0
              && value.compareTo(BigDecimal.valueOf(max)) <= 0) {
            return Optional.of(value.longValueExact());
          }
          problem(name, "must be a whole number from " + min + " to " + max);
          return Optional.empty();
        });
  }

  /// `true` or `false`.
  public Optional<Boolean> bool(String name) {
    return find(name)
        .flatMap(node -> {
          if (node instanceof YamlNode.Bool bool) {
            return Optional.of(bool.value());
          }
          problem(name, "must be true or false");
          return Optional.empty();
        });
  }

  /// One of several words.
  public <E extends Enum<E>> Optional<E> choice(String name, Map<String, E> choices) {
    return find(name)
        .flatMap(node -> {
          if (node instanceof YamlNode.Text text && choices.containsKey(text.value())) {
            return Optional.ofNullable(choices.get(text.value()));
          }
          problems.add(
              node.place(),
              path(name),
              "must be one of " + String.join(", ", choices.keySet()),
              node instanceof YamlNode.Text text
                  ? Suggestions.hint(text.value(), choices.keySet())
                  : "");
          return Optional.empty();
        });
  }

  /// A mapping.
  public Optional<Members> members(String name) {
    return find(name).map(node -> of(node, path(name), problems));
  }

  /// A list's items, each with its path.
  public List<Item> items(String name, int itemsMax) {
    return find(name).map(node -> items(name, node, itemsMax)).orElse(List.of());
  }

  private List<Item> items(String name, YamlNode node, int itemsMax) {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      problem(name, "must be a list, but is " + node.kind());
      return List.of();
    }
    if (sequence.items().size() > itemsMax) {
      problem(name, "must not have more than " + itemsMax + " items");
    }
    // What is beyond the limit is not looked at: checking it is the work that the limit bounds.
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < Math.min(itemsMax, sequence.items().size()); i++) {
      items.add(new Item(sequence.items().get(i), path(name) + "[" + i + "]"));
    }
    return items;
  }

  /// A member that may hold one text only.
  public void constant(String name, String value) {
    Optional<String> found = require(name, text(name, 100));
    if (found.isPresent() && !found.get().equals(value)) {
      problem(name, "must be " + value);
    }
  }

  /// A name that fits a path and a log line, which must be there.
  public Optional<String> identifier(String name) {
    Optional<String> id = require(name, text(name, 64));
    if (id.isPresent() && !ID.matcher(id.get()).matches()) {
      problem(name, "must be letters, digits, '.', '_' and '-', at most 64");
      return Optional.empty();
    }
    return id;
  }

  /// A length of time as [Durations] writes it, longer than nothing.
  public Optional<Duration> duration(String name, Duration max) {
    return find(name)
        .flatMap(node -> {
          Optional<Duration> duration =
              node instanceof YamlNode.Text text
                  ? Durations.parse(text.value())
                      .filter(length -> length.isPositive() && length.compareTo(max) <= 0)
                  : Optional.empty();
          if (duration.isEmpty()) {
            problem(
                name,
                "must be a duration such as 30m or 7d, longer than nothing and at most "
                    + Durations.text(max));
          }
          return duration;
        });
  }

  /// A list of strings.
  public List<String> texts(String name, int itemsMax) {
    List<String> texts = new ArrayList<>();
    for (Item item : items(name, itemsMax)) {
      if (item.node() instanceof YamlNode.Text text && !text.value().isBlank()) {
        texts.add(text.value());
      } else {
        problems.add(item.node().place(), item.field(), "must be a string");
      }
    }
    return texts;
  }

  /// A list of names that must be known.
  ///
  /// @param what what the names are of, for people
  public Set<String> known(String name, int itemsMax, Set<String> known, String what) {
    Set<String> names = new TreeSet<>();
    for (Item item : items(name, itemsMax)) {
      if (!(item.node() instanceof YamlNode.Text text) || text.value().isBlank()) {
        problems.add(item.node().place(), item.field(), "must be a string");
      } else {
        names.add(text.value());
        if (!known.contains(text.value())) {
          problems.add(
              item.node().place(),
              item.field(),
              "no " + what + " is called " + text.value(),
              Suggestions.hint(text.value(), known));
        }
      }
    }
    return names;
  }

  /// An expression: a string, or a literal that YAML takes for something else.
  public Optional<ExpressionSource> expression(String name) {
    return find(name)
        .flatMap(node ->
            switch (node) {
              case YamlNode.Text text ->
                  Optional.of(new ExpressionSource(path(name), text.value(), node));
              case YamlNode.Bool bool ->
                  Optional.of(new ExpressionSource(path(name), String.valueOf(bool.value()), node));
              case YamlNode.Numeral number ->
                  Optional.of(
                      new ExpressionSource(path(name), number.value().toPlainString(), node));
              case YamlNode.Mapping _, YamlNode.Sequence _, YamlNode.Empty _ -> {
                problem(name, "must be an expression, but is " + node.kind());
                yield Optional.empty();
              }
            });
  }

  /// Reads each of a list's items.
  public void each(String name, int itemsMax, Consumer<Members> read) {
    items(name, itemsMax).forEach(item -> read.accept(of(item.node(), item.field(), problems)));
  }

  /// The names of an enum's constants as maps write them: in upper case, or capitalized.
  public static <E extends Enum<E>> Map<String, E> choices(E[] values, boolean capitalized) {
    Map<String, E> choices = new TreeMap<>();
    for (E value : values) {
      String name = value.name();
      choices.put(
          capitalized ? name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT) : name, value);
    }
    return choices;
  }
}
