package dev.phaseledger.policy.path;

import dev.phaseledger.policy.Members;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.yaml.Place;
import dev.phaseledger.policy.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;

/// One of several alternatives with its members, written `name: {members}`, or just `name` if it
/// has none.
record Alternative(String name, Members members) {

  /// Names alternatives in messages.
  ///
  /// @param what such as `a trigger`
  /// @param known names of all of them, as a message lists them
  record Offer(String what, String known) {}

  /// The one alternative that a node names; none, with a problem, if it names none or several.
  static Optional<Alternative> of(Members.Item item, Offer offer, Problems problems) {
    return switch (item.node()) {
      case YamlNode.Text text -> Optional.of(bare(text.value(), text.place(), item, problems));
      case YamlNode.Mapping mapping -> {
        if (mapping.entries().size() != 1) {
          problems.add(
              mapping.place(),
              item.field(),
              "must name exactly one of %s, but names %d"
                  .formatted(offer.known(), mapping.entries().size()));
          yield Optional.empty();
        }
        Map.Entry<String, YamlNode.Entry> only = mapping.entries().entrySet().iterator().next();
        String field = item.field() + "." + only.getKey();
        yield Optional.of(
            only.getValue().value() instanceof YamlNode.Empty
                ? bare(only.getKey(), only.getValue().key(), item, problems)
                : new Alternative(
                    only.getKey(), Members.of(only.getValue().value(), field, problems)));
      }
      case YamlNode.Sequence _, YamlNode.Numeral _, YamlNode.Bool _, YamlNode.Empty _ -> {
        problems.add(
            item.node().place(),
            item.field(),
            "must be " + offer.what() + ", but is " + item.node().kind());
        yield Optional.empty();
      }
    };
  }

  private static Alternative bare(String name, Place place, Members.Item item, Problems problems) {
    return new Alternative(
        name,
        Members.of(new YamlNode.Mapping(place, Map.of()), item.field() + "." + name, problems));
  }
}
