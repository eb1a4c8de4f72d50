package dev.phaseledger.api.event;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The personal places of a request: pointers into its recorded form, all of them inside its
/// parameters.
public final class PersonalPlaces {

  /// What every personal place lies in.
  public static final JsonPointer PARAMETERS = JsonPointer.parse("/parameters");

  private PersonalPlaces() {}

  /// Whether a pointer names something inside the parameters.
  public static boolean isPlace(JsonPointer pointer) {
    return pointer.isWithin(PARAMETERS) && !pointer.equals(PARAMETERS);
  }

  static JsonValue value(Fields parameters, JsonPointer pointer) {
    return pointer
        .find(document(parameters))
        .orElseThrow(() -> new IllegalArgumentException(pointer + " does not exist"));
  }

  static Fields replace(Fields parameters, Map<JsonPointer, ? extends JsonValue> values) {
    JsonValue document = document(parameters);
    for (Map.Entry<JsonPointer, ? extends JsonValue> value : values.entrySet()) {
      document = value.getKey().replace(document, value.getValue());
    }
    if (document instanceof Fields fields
        && fields.find("parameters").orElse(fields) instanceof Fields replaced) {
      return replaced;
    }
    throw new IllegalStateException("parameters are an object");
  }

  /// The parameters with what is sealed in them replaced, wherever a sealed value still stands
  /// where the request had it: rewriting may have put something else there.
  public static Fields reveal(Fields parameters, DispatchRequest recorded, DispatchRequest real) {
    var values = new TreeMap<JsonPointer, JsonValue>();
    for (JsonPointer pointer : recorded.personal().keySet()) {
      if (pointer.find(document(parameters)).equals(Optional.of(recorded.personalValue(pointer)))) {
        values.put(pointer, real.personalValue(pointer));
      }
    }
    return replace(parameters, values);
  }

  static boolean isSealed(Fields parameters, JsonPointer pointer) {
    if (!(pointer.find(document(parameters)).orElse(JsonValue.Nil.NULL)
        instanceof JsonValue.Text(String text))) {
      return false;
    }
    try {
      return new Digest(text).value().equals(text);
    } catch (InvalidFieldException e) {
      return false;
    }
  }

  private static JsonValue document(Fields parameters) {
    return Fields.with("parameters", parameters).build();
  }
}
