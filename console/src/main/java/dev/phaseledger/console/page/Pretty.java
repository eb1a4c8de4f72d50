package dev.phaseledger.console.page;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;

/// Lays JSON out over lines, for people. Not for hashing: that takes the entry as recorded.
public final class Pretty {

  private static final String STEP = "  ";

  private Pretty() {}

  public static String of(String recorded) {
    return of(Json.parseRecorded(recorded.getBytes(StandardCharsets.UTF_8)));
  }

  public static String of(JsonValue value) {
    StringBuilder out = new StringBuilder();
    write(value, "\n", out);
    return out.toString();
  }

  private static void write(JsonValue value, String line, StringBuilder out) {
    switch (value) {
      case JsonValue.Fields fields when !fields.members().isEmpty() -> fields(fields, line, out);
      case JsonValue.Items items when !items.values().isEmpty() -> items(items, line, out);
      case JsonValue.Fields _ -> out.append("{}");
      case JsonValue.Items _ -> out.append("[]");
      case JsonValue.Text _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Nil _ ->
          out.append(Json.text(value));
    }
  }

  private static void fields(JsonValue.Fields fields, String line, StringBuilder out) {
    String inner = line + STEP;
    out.append('{');
    Iterator<Map.Entry<String, JsonValue>> members = fields.members().entrySet().iterator();
    while (members.hasNext()) {
      Map.Entry<String, JsonValue> member = members.next();
      out.append(inner).append(Json.text(new JsonValue.Text(member.getKey()))).append(": ");
      write(member.getValue(), inner, out);
      out.append(members.hasNext() ? "," : "");
    }
    out.append(line).append('}');
  }

  private static void items(JsonValue.Items items, String line, StringBuilder out) {
    String inner = line + STEP;
    out.append('[');
    Iterator<JsonValue> values = items.values().iterator();
    while (values.hasNext()) {
      out.append(inner);
      write(values.next(), inner, out);
      out.append(values.hasNext() ? "," : "");
    }
    out.append(line).append(']');
  }
}
