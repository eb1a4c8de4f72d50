package dev.phaseledger.app.web;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;
import tools.jackson.databind.type.LogicalType;

/// How bodies are read and written: strictly, and callers' values without any loss.
final class LedgerJson {

  private LedgerJson() {}

  /// Refuses whatever is unknown, doubled or of another type; nothing is converted silently.
  static void configure(JsonMapper.Builder json) {
    json.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .withCoercionConfig(
            LogicalType.Textual,
            config ->
                config
                    .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
        .changeDefaultPropertyInclusion(inclusion ->
            inclusion.withValueInclusion(
                com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT))
        .addModule(module());
  }

  private static SimpleModule module() {
    SimpleModule module = new SimpleModule("phase-ledger");
    for (Class<?> identifier :
        List.of(
            AgentId.class,
            ContractId.class,
            DispatchId.class,
            PrincipalId.class,
            TenantId.class,
            StreamId.class,
            Digest.class)) {
      module.addSerializer(identifier, ToStringSerializer.instance);
    }
    module.addSerializer(new ValueSerializer());
    module.addDeserializer(JsonValue.class, new ValueDeserializer());
    module.addDeserializer(Instant.class, new InstantDeserializer());
    return module;
  }

  /// Writes a value in its canonical form, as entries hold it.
  private static final class ValueSerializer extends StdSerializer<JsonValue> {

    ValueSerializer() {
      super(JsonValue.class);
    }

    @Override
    public void serialize(JsonValue value, JsonGenerator out, SerializationContext context) {
      out.writeRawValue(Json.text(value));
    }
  }

  /// Reads a caller's value; numbers never pass through a double.
  private static final class ValueDeserializer extends StdDeserializer<JsonValue> {

    ValueDeserializer() {
      super(JsonValue.class);
    }

    @Override
    public JsonValue deserialize(JsonParser in, DeserializationContext context) {
      JsonValue value = read(in, context);
      // Its canonical form must exist: no lone surrogate, no absurd number, no endless nesting.
      Json.bytes(value);
      return value;
    }

    private JsonValue read(JsonParser in, DeserializationContext context) {
      return switch (in.currentToken()) {
        case VALUE_STRING -> new Text(in.getString());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Num(in.getDecimalValue());
        case VALUE_TRUE -> Bool.TRUE;
        case VALUE_FALSE -> Bool.FALSE;
        case VALUE_NULL -> Nil.NULL;
        case START_ARRAY -> {
          List<JsonValue> items = new ArrayList<>();
          while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(read(in, context));
          }
          yield new Items(items);
        }
        case START_OBJECT -> {
          Fields.Builder fields = Fields.builder();
          for (String name = in.nextName(); name != null; name = in.nextName()) {
            in.nextToken();
            fields.put(name, read(in, context));
          }
          yield fields.build();
        }
        case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
            (JsonValue) context.handleUnexpectedToken(JsonValue.class, in);
      };
    }
  }

  /// Reads RFC 3339 times; numbers are not times.
  private static final class InstantDeserializer extends StdDeserializer<Instant> {

    InstantDeserializer() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) {
      if (in.currentToken() != JsonToken.VALUE_STRING) {
        return (Instant) context.handleUnexpectedToken(Instant.class, in);
      }
      try {
        return java.time.OffsetDateTime.parse(in.getString()).toInstant();
      } catch (DateTimeParseException _) {
        return (Instant)
            context.handleWeirdStringValue(
                Instant.class, in.getString(), "is not an RFC 3339 time");
      }
    }
  }
}
