package dev.phaseledger.policy.schema;

import dev.phaseledger.api.value.JsonValue;
import java.math.BigDecimal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Turns JSON values into the validator's, without loss.
final class JsonNodes {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private JsonNodes() {}

  static JsonNode of(JsonValue value) {
    return switch (value) {
      case JsonValue.Text(String text) -> NODES.stringNode(text);
      case JsonValue.Num(BigDecimal number) ->
          number.scale() <= 0
              ? NODES.numberNode(number.toBigIntegerExact())
              : NODES.numberNode(number);
      case JsonValue.Bool bool -> NODES.booleanNode(bool == JsonValue.Bool.TRUE);
      case JsonValue.Nil _ -> NODES.nullNode();
      case JsonValue.Items items -> {
        ArrayNode array = NODES.arrayNode();
        items.values().forEach(item -> array.add(of(item)));
        yield array;
      }
      case JsonValue.Fields fields -> {
        ObjectNode object = NODES.objectNode();
        fields.members().forEach((name, member) -> object.set(name, of(member)));
        yield object;
      }
    };
  }
}
