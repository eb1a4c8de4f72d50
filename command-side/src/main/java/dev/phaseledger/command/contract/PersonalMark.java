package dev.phaseledger.command.contract;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.PersonalPlaces;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A parameter that a contract's input schema declares personal, so that no caller can forget to:
/// `"x-personal": "/parameters/customerId"` on the property.
///
/// @param place the parameter, as a pointer into a request
/// @param subject the parameter that names whom it is about
public record PersonalMark(JsonPointer place, JsonPointer subject) {

  /// The annotation in a schema.
  public static final String KEYWORD = "x-personal";

  /// The marks of one schema.
  ///
  /// @param field the schema's field, for errors
  /// @throws InvalidFieldException if a mark stands where it cannot be followed without evaluating
  ///   the schema, such as below `items` or `anyOf`: one that is overlooked would seal nothing
  static List<PersonalMark> of(String field, JsonValue.Fields schema) {
    List<PersonalMark> marks = new ArrayList<>();
    collect(field, schema, PersonalPlaces.PARAMETERS, marks);
    for (PersonalMark mark : marks) {
      for (PersonalMark other : marks) {
        if (mark.subject().isWithin(other.place())) {
          throw new InvalidFieldException(
              field, mark.subject() + " names a subject and cannot be personal itself");
        }
        if (!mark.equals(other) && mark.place().isWithin(other.place())) {
          throw new InvalidFieldException(
              field, mark.place() + " lies inside of " + other.place() + ": mark one of them");
        }
      }
    }
    return List.copyOf(marks);
  }

  private static void collect(
      String field, JsonValue.Fields schema, JsonPointer at, List<PersonalMark> marks) {
    for (Map.Entry<String, JsonValue> keyword : schema.members().entrySet()) {
      if (keyword.getKey().equals(KEYWORD)) {
        marks.add(new PersonalMark(place(field, at), subject(field, keyword.getValue())));
      } else if (keyword.getKey().equals("properties")
          && keyword.getValue() instanceof JsonValue.Fields properties) {
        properties
            .members()
            .forEach((name, property) -> {
              if (property instanceof JsonValue.Fields nested) {
                collect(field, nested, at.child(name), marks);
              }
            });
      } else {
        refuse(field, keyword.getKey(), keyword.getValue());
      }
    }
  }

  private static JsonPointer place(String field, JsonPointer at) {
    if (!PersonalPlaces.isPlace(at)) {
      throw new InvalidFieldException(
          field, "marks the parameters as a whole personal: mark what is inside");
    }
    return at;
  }

  private static JsonPointer subject(String field, JsonValue value) {
    if (value instanceof JsonValue.Text(String text)) {
      try {
        JsonPointer pointer = JsonPointer.parse(text);
        if (PersonalPlaces.isPlace(pointer)) {
          return pointer;
        }
      } catch (IllegalArgumentException e) {
        throw new InvalidFieldException(field, KEYWORD + " " + e.getMessage());
      }
    }
    throw new InvalidFieldException(
        field, KEYWORD + " must point to the parameter that names the subject");
  }

  private static void refuse(String field, String keyword, JsonValue value) {
    switch (value) {
      case JsonValue.Text _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Nil _ -> {}
      case JsonValue.Items items -> items.values().forEach(item -> refuse(field, keyword, item));
      case JsonValue.Fields fields ->
          fields
              .members()
              .forEach((name, member) -> {
                if (name.equals(KEYWORD)) {
                  throw new InvalidFieldException(
                      field,
                      "%s is followed through 'properties' only, not through '%s'"
                          .formatted(KEYWORD, keyword));
                }
                refuse(field, keyword, member);
              });
    }
  }
}
