package dev.phaseledger.policy.schema;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.networknt.schema.Error;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.ValidationLimitExceededException;
import com.networknt.schema.path.PathType;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A compiled JSON Schema (draft 2020-12) of the parameters of one action. Immutable and safe to
/// share between threads.
///
/// References stay within the schema, `format` is asserted, and patterns are RE2 expressions.
public final class ParameterSchema {

  /// Values in a schema, nested ones counted.
  public static final int SCHEMA_VALUES_MAX = 5_000;

  /// Steps that checking one dispatch's parameters may take.
  private static final long STEPS_MAX = 200_000;

  /// Nesting of subschemas that checking may reach; also ends references that run in a circle.
  private static final int DEPTH_MAX = 200;

  /// Violations that are reported at once.
  private static final int VIOLATIONS_MAX = 50;

  /// Schemas kept compiled.
  private static final int SCHEMAS_KEPT_MAX = 1_000;

  private static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry ->
              registry
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder()
                          .locale(Locale.ROOT)
                          .pathType(PathType.JSON_POINTER)
                          .formatAssertionsEnabled(true)
                          .regularExpressionFactory(new LinearPatterns())
                          .build())
                  .schemaCacheEnabled(false)
                  .schemaLoader(loader ->
                      loader
                          .fetchRemoteResources(false)
                          .allow(iri -> isMetaSchema(iri.toString()))));

  private static final Schema META = REGISTRY.getSchema(SchemaLocation.of(DIALECT));

  /// Remembers a pure function: a contract's schema is compiled once, not once per dispatch.
  private static final Cache<JsonValue.Fields, ParameterSchema> COMPILED =
      CacheBuilder.newBuilder().maximumSize(SCHEMAS_KEPT_MAX).build();

  private final Schema schema;
  private final Optional<SureSchema> sure;

  private ParameterSchema(Schema schema, Optional<SureSchema> sure) {
    this.schema = schema;
    this.sure = sure;
  }

  /// One way in which parameters break the schema.
  ///
  /// @param pointer where, as an RFC 6901 pointer; empty for the whole parameters
  /// @param message what the schema demands there
  public record Violation(String pointer, String message) {}

  /// Compiles a schema, or returns the one compiled before.
  ///
  /// @param field the field to name in an error
  /// @throws InvalidFieldException if it is not a schema, or refers to another document
  public static ParameterSchema of(String field, JsonValue.Fields schema) {
    ParameterSchema known = COMPILED.getIfPresent(schema);
    if (known == null) {
      known = compile(field, schema);
      COMPILED.put(schema, known);
    }
    return known;
  }

  private static ParameterSchema compile(String field, JsonValue.Fields source) {
    if (values(field, source) > SCHEMA_VALUES_MAX) {
      throw new InvalidFieldException(field, "has more than " + SCHEMA_VALUES_MAX + " values");
    }
    JsonNode node = JsonNodes.of(source);
    List<Violation> violations = check(META, node);
    if (!violations.isEmpty()) {
      Violation first = violations.getFirst();
      throw new InvalidFieldException(
          field + first.pointer(), "is not a JSON Schema (2020-12): " + first.message());
    }
    try {
      Schema schema = REGISTRY.getSchema(node);
      schema.initializeValidators();
      return new ParameterSchema(schema, SureSchema.of(source));
    } catch (SchemaException e) {
      throw new InvalidFieldException(field, "cannot be compiled: " + e.getMessage());
    }
  }

  /// Counts the values, and refuses what would leave the document or change what `$ref` means.
  private static int values(String field, JsonValue value) {
    return switch (value) {
      case JsonValue.Fields fields -> {
        int count = 1;
        for (Map.Entry<String, JsonValue> member : fields.members().entrySet()) {
          checkReference(field, member.getKey(), member.getValue());
          count += values(field + "/" + member.getKey(), member.getValue());
        }
        yield count;
      }
      case JsonValue.Items items -> {
        int count = 1;
        for (JsonValue item : items.values()) {
          count += values(field, item);
        }
        yield count;
      }
      case JsonValue.Text _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Nil _ -> 1;
    };
  }

  private static void checkReference(String field, String name, JsonValue value) {
    if (!(value instanceof JsonValue.Text(String text))) {
      return;
    }
    boolean allowed =
        switch (name) {
          case "$ref", "$dynamicRef" -> text.startsWith("#");
          case "$schema" -> text.equals(DIALECT);
          case "$id" -> false;
          default -> true;
        };
    if (!allowed) {
      throw new InvalidFieldException(
          field + "/" + name, "must stay within the schema itself (draft 2020-12)");
    }
  }

  /// Everything in which the parameters break the schema, sorted; empty if they keep it.
  public List<Violation> check(JsonValue.Fields parameters) {
    return surelyAccepts(parameters) ? List.of() : checkByValidator(parameters);
  }

  /// Whether no look by the validator is needed.
  boolean surelyAccepts(JsonValue.Fields parameters) {
    return sure.isPresent() && sure.get().accepts(parameters);
  }

  /// The same by the validator alone.
  List<Violation> checkByValidator(JsonValue.Fields parameters) {
    return check(schema, JsonNodes.of(parameters));
  }

  private static List<Violation> check(Schema schema, JsonNode node) {
    try {
      return schema.validate(node, ParameterSchema::limit).stream()
          .map(ParameterSchema::violation)
          .distinct()
          .sorted(Comparator.comparing(Violation::pointer).thenComparing(Violation::message))
          .limit(VIOLATIONS_MAX)
          .toList();
    } catch (ValidationLimitExceededException e) {
      return List.of(new Violation("", "cannot be checked within the limits of a schema's cost"));
    } catch (SchemaException e) {
      return List.of(new Violation("", "cannot be checked: " + e.getMessage()));
    }
  }

  private static void limit(ExecutionContext context) {
    context.executionConfig(
        config -> config.maxEvaluationSteps(STEPS_MAX).maxEvaluationDepth(DEPTH_MAX));
  }

  private static Violation violation(Error error) {
    return new Violation(
        error.getInstanceLocation().toString(), String.valueOf(error.getMessage()));
  }

  private static boolean isMetaSchema(String iri) {
    return iri.startsWith("https://json-schema.org/draft/2020-12/");
  }
}
