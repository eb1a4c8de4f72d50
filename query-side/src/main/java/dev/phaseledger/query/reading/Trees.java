package dev.phaseledger.query.reading;

import dev.phaseledger.api.value.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns JSON values into what the HTTP layer writes, without any loss of digits.
public final class Trees {

  /// Digits of a number that is written without an exponent.
  private static final int PLAIN_DIGITS_MAX = 40;

  private Trees() {}

  /// An object's members.
  public static Map<String, @Nullable Object> of(JsonValue.Fields fields) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    fields.members().forEach((name, value) -> tree.put(name, tree(value)));
    return tree;
  }

  private static @Nullable Object tree(JsonValue value) {
    return switch (value) {
      case JsonValue.Text text -> text.value();
      case JsonValue.Num number -> plain(number.value());
      case JsonValue.Bool flag -> flag == JsonValue.Bool.TRUE;
      case JsonValue.Nil _ -> null;
      case JsonValue.Items items -> items(items);
      case JsonValue.Fields fields -> of(fields);
    };
  }

  private static List<@Nullable Object> items(JsonValue.Items items) {
    List<@Nullable Object> values = new java.util.ArrayList<>();
    items.values().forEach(item -> values.add(tree(item)));
    return values;
  }

  /// Whole numbers lose their exponent as long as they stay readable.
  private static BigDecimal plain(BigDecimal number) {
    boolean exponent = number.scale() < 0;
    return exponent && number.precision() - number.scale() <= PLAIN_DIGITS_MAX
        ? number.setScale(0)
        : number;
  }
}
