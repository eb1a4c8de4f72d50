package dev.phaseledger.app.client;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads members of answers; a member of another type than the one asked for counts as absent.
public final class Members {

  private Members() {}

  /// A string member.
  public static Optional<String> find(Fields fields, String name) {
    return fields.find(name).filter(Text.class::isInstance).map(text -> ((Text) text).value());
  }

  /// A string member that must be there.
  public static String text(Fields fields, String name) {
    return find(fields, name).orElseThrow(() -> new InvalidFieldException(name, "is missing"));
  }

  /// A whole number; 0 if there is none.
  public static long number(Fields fields, String name) {
    return fields.find(name).orElse(Num.of(0)) instanceof Num number
        ? number.value().longValue()
        : 0;
  }

  /// An object member; empty if there is none.
  public static Fields object(Fields fields, String name) {
    return fields.find(name).orElse(Fields.EMPTY) instanceof Fields object ? object : Fields.EMPTY;
  }

  /// The objects in an array member; empty if there is none.
  public static List<Fields> objects(Fields fields, String name) {
    List<Fields> objects = new ArrayList<>();
    if (fields.members().get(name) instanceof Items items) {
      for (JsonValue item : items.values()) {
        if (item instanceof Fields object) {
          objects.add(object);
        }
      }
    }
    return objects;
  }

  /// The counts in an object member, by name.
  public static Map<String, Long> counts(Fields fields, String name) {
    Map<String, Long> counts = new TreeMap<>();
    Fields object = object(fields, name);
    object.members().keySet().forEach(key -> counts.put(key, number(object, key)));
    return counts;
  }
}
