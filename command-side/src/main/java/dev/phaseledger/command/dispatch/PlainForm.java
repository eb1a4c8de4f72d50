package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.value.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a request to act that is written plainly, token by token: each member has its own type,
/// none is null. It takes nothing that the framework would not read as the same [DispatchForm], and
/// does not say what is wrong with the rest.
final class PlainForm {

  private final JsonParser in;
  private @Nullable String dispatchId;
  private @Nullable String contractId;
  private @Nullable String action;
  private @Nullable List<@Nullable String> resources;
  private @Nullable JsonValue parameters;
  private @Nullable String justification;
  private @Nullable Map<String, @Nullable String> labels;
  private @Nullable List<@Nullable String> dataClasses;
  private @Nullable Long costMicros;
  private @Nullable Boolean irreversible;
  private @Nullable String phase;

  private PlainForm(JsonParser in) {
    this.in = in;
  }

  /// The form that a document holds.
  ///
  /// @param in at its start; refuses doubled names
  /// @throws IllegalArgumentException if it is not plain
  /// @throws tools.jackson.core.JacksonException if it is no JSON, or holds a value that is refused
  static DispatchForm read(JsonParser in) {
    var form = new PlainForm(in);
    form.document();
    return new DispatchForm(
        form.dispatchId,
        form.contractId,
        form.action,
        form.resources,
        form.parameters,
        form.justification,
        form.labels,
        form.dataClasses,
        form.costMicros,
        form.irreversible,
        form.phase,
        null,
        null);
  }

  private void document() {
    require(in.nextToken() == JsonToken.START_OBJECT);
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      member(name);
    }
    require(in.currentToken() == JsonToken.END_OBJECT && in.nextToken() == null);
  }

  private void member(String name) {
    switch (name) {
      case "dispatchId" -> dispatchId = text();
      case "contractId" -> contractId = text();
      case "action" -> action = text();
      case "resources" -> resources = texts();
      case "parameters" -> parameters = value();
      case "justification" -> justification = text();
      case "labels" -> labels = textMap();
      case "dataClasses" -> dataClasses = texts();
      case "costMicros" -> costMicros = integer();
      case "irreversible" -> irreversible = flag();
      case "phase" -> phase = text();
      default -> throw notPlain();
    }
  }

  private String text() {
    require(in.currentToken() == JsonToken.VALUE_STRING);
    return in.getString();
  }

  private List<@Nullable String> texts() {
    require(in.currentToken() == JsonToken.START_ARRAY);
    List<@Nullable String> texts = new ArrayList<>();
    while (in.nextToken() != JsonToken.END_ARRAY) {
      texts.add(text());
    }
    return texts;
  }

  private Map<String, @Nullable String> textMap() {
    require(in.currentToken() == JsonToken.START_OBJECT);
    Map<String, @Nullable String> texts = new HashMap<>();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      texts.put(name, text());
    }
    return texts;
  }

  private JsonValue value() {
    require(in.currentToken() == JsonToken.START_OBJECT);
    return in.readValueAs(JsonValue.class);
  }

  private long integer() {
    require(in.currentToken() == JsonToken.VALUE_NUMBER_INT);
    return in.getLongValue();
  }

  private boolean flag() {
    require(
        in.currentToken() == JsonToken.VALUE_TRUE || in.currentToken() == JsonToken.VALUE_FALSE);
    return in.getBooleanValue();
  }

  private static void require(boolean plain) {
    if (!plain) {
      throw notPlain();
    }
  }

  private static IllegalArgumentException notPlain() {
    return new IllegalArgumentException("not written plainly");
  }
}
