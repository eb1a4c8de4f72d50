package dev.phaseledger.app.importing;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A path into a JSON value: `$`, then `.member` and `[*]` (each element), as often as needed.
///
/// @param members the steps; an empty name stands for each element
record ValuePath(List<String> members) {

  /// The value itself.
  static final ValuePath SELF = new ValuePath(List.of());

  private static final String EACH = "";

  ValuePath {
    members = List.copyOf(members);
  }

  /// Reads a path as it is written in a profile.
  static ValuePath parse(YamlNode node) {
    String text = node.text();
    if (!text.startsWith("$")) {
      throw new InvalidFieldException(node.path(), "must start with '$'");
    }
    List<String> steps = new ArrayList<>();
    int at = 1;
    while (at < text.length()) {
      if (text.startsWith("[*]", at)) {
        steps.add(EACH);
        at += 3;
      } else {
        int end = memberEnd(text, at + 1);
        if (text.charAt(at) != '.' || end == at + 1) {
          throw new InvalidFieldException(
              node.path(), "may only hold '.member' and '[*]' after '$': '" + text + "'");
        }
        steps.add(text.substring(at + 1, end));
        at = end;
      }
    }
    return new ValuePath(steps);
  }

  private static int memberEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '.' && text.charAt(end) != '[') {
      end++;
    }
    return end;
  }

  /// The values that the path leads to; none where a member is absent.
  List<JsonValue> select(JsonValue root) {
    List<JsonValue> found = List.of(root);
    for (String step : members) {
      List<JsonValue> next = new ArrayList<>();
      for (JsonValue value : found) {
        if (step.equals(EACH)) {
          if (value instanceof Items items) {
            next.addAll(items.values());
          }
        } else if (value instanceof Fields fields) {
          fields.find(step).ifPresent(next::add);
        }
      }
      found = next;
    }
    return found;
  }

  /// The value that the path leads to, if it leads to exactly one.
  Optional<JsonValue> selectOne(JsonValue root) {
    List<JsonValue> found = select(root);
    return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
  }
}
