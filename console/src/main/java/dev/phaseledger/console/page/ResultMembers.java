package dev.phaseledger.console.page;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.util.List;

/// Reads what a signed result says. It was written by this ledger or an older one of its kind, so a
/// member may be missing, but none has another type.
public final class ResultMembers {

  private ResultMembers() {}

  /// A text; empty if there is none.
  public static String text(Fields fields, String name) {
    return fields.find(name).orElse(new Text("")) instanceof Text text ? text.value() : "";
  }

  /// A whole number; 0 if there is none.
  public static long number(Fields fields, String name) {
    return fields.find(name).orElse(Num.of(0)) instanceof Num number
        ? number.value().longValue()
        : 0;
  }

  /// An object; empty if there is none.
  public static Fields object(Fields fields, String name) {
    return fields.find(name).orElse(Fields.EMPTY) instanceof Fields object ? object : Fields.EMPTY;
  }

  /// The objects of an array; none if there is none.
  public static List<Fields> objects(Fields fields, String name) {
    JsonValue list = fields.find(name).orElse(Fields.EMPTY);
    return list instanceof Items items
        ? items.values().stream().filter(Fields.class::isInstance).map(Fields.class::cast).toList()
        : List.of();
  }
}
