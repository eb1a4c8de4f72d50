package dev.phaseledger.command.dispatch;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.event.PersonalPlaces;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.Grant;
import dev.phaseledger.command.contract.PersonalMark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which values of a request are personal: those that the caller declares and those that the
/// contract does. What is refused here is the caller's mistake and is not recorded.
final class PersonalShape {

  private static final String FIELD = "personal";

  private PersonalShape() {}

  /// The request with all its personal places.
  static DispatchRequest complete(DispatchRequest request, Grant grant) {
    List<PersonalMark> marks = grant.personal(request.action());
    if (request.personal().isEmpty() && marks.isEmpty()) {
      return request;
    }
    Limits.count(FIELD, request.personal().size(), Limits.PERSONAL_FIELDS_MAX);
    JsonValue.Fields form = Forms.encode(request);
    request.personal().keySet().forEach(pointer -> checkDeclared(form, pointer));
    Map<JsonPointer, SubjectId> places = new TreeMap<>(request.personal());
    for (PersonalMark mark : marks) {
      if (mark.place().find(form).isPresent()) {
        SubjectId subject = subject(form, mark);
        SubjectId declared = places.put(mark.place(), subject);
        if (declared != null && !declared.equals(subject)) {
          throw refused(
              mark.place(), "is about the subject that %s names".formatted(mark.subject()));
        }
      }
    }
    Limits.count(FIELD, places.size(), Limits.PERSONAL_FIELDS_MAX);
    checkApart(places.keySet());
    checkSubjects(places, marks);
    DispatchRequest complete = request.with(places);
    checkEchoes(complete);
    return complete;
  }

  private static void checkDeclared(JsonValue.Fields form, JsonPointer pointer) {
    Limits.optionalText(FIELD, pointer.toString(), Limits.NAME_CHARS_MAX);
    if (!PersonalPlaces.isPlace(pointer)) {
      throw refused(pointer, "must point to something inside /parameters");
    }
    if (pointer.find(form).isEmpty()) {
      throw refused(pointer, "points to nothing in this request");
    }
  }

  private static SubjectId subject(JsonValue.Fields form, PersonalMark mark) {
    JsonValue named = mark.subject().find(form).orElse(JsonValue.Nil.NULL);
    if (named instanceof JsonValue.Text(String text)) {
      try {
        return new SubjectId(text);
      } catch (InvalidFieldException e) {
        throw refused(mark.place(), "its subject, in %s, %s".formatted(mark.subject(), e.reason()));
      }
    }
    throw refused(
        mark.place(),
        "is personal by the contract, and %s must name its subject".formatted(mark.subject()));
  }

  private static void checkApart(Set<JsonPointer> places) {
    for (JsonPointer inner : places) {
      for (JsonPointer outer : places) {
        if (!inner.equals(outer) && inner.isWithin(outer)) {
          throw refused(inner, "lies inside of " + outer + ": declare one of them");
        }
      }
    }
  }

  private static void checkSubjects(Map<JsonPointer, SubjectId> places, List<PersonalMark> marks) {
    for (PersonalMark mark : marks) {
      for (JsonPointer place : places.keySet()) {
        if (mark.subject().isWithin(place)) {
          throw refused(place, "holds the pseudonym of a subject, which stays readable");
        }
      }
    }
  }

  /// A value that is sealed in one place and stands open in another is not sealed at all. Only
  /// literal copies are found; what is said about a person in other words is not.
  private static void checkEchoes(DispatchRequest request) {
    Set<String> texts = new TreeSet<>();
    Map<JsonPointer, JsonValue> blanks = new TreeMap<>();
    for (JsonPointer pointer : request.personal().keySet()) {
      collect(request.personalValue(pointer), texts);
      blanks.put(pointer, JsonValue.Nil.NULL);
    }
    Limits.count(FIELD, texts.size(), Limits.PERSONAL_TEXTS_MAX);
    Forms.encode(request.withPersonalValues(blanks))
        .members()
        .forEach((name, value) -> {
          if (echoes(value, texts)) {
            throw new InvalidFieldException(
                FIELD, "a value that is declared personal stands in '%s' too".formatted(name));
          }
        });
  }

  private static void collect(JsonValue value, Set<String> texts) {
    switch (value) {
      case JsonValue.Text(String text) -> collect(text, texts);
      case JsonValue.Num number -> collect(Json.text(number), texts);
      case JsonValue.Bool _, JsonValue.Nil _ -> {}
      case JsonValue.Items items -> items.values().forEach(item -> collect(item, texts));
      case JsonValue.Fields fields ->
          fields.members().values().forEach(each -> collect(each, texts));
    }
  }

  private static void collect(String text, Set<String> texts) {
    if (text.length() >= Limits.PERSONAL_ECHO_CHARS_MIN) {
      texts.add(text);
    }
  }

  private static boolean echoes(JsonValue value, Set<String> texts) {
    return switch (value) {
      case JsonValue.Text(String text) -> texts.stream().anyMatch(text::contains);
      case JsonValue.Num number -> texts.contains(Json.text(number));
      case JsonValue.Bool _, JsonValue.Nil _ -> false;
      case JsonValue.Items items -> items.values().stream().anyMatch(item -> echoes(item, texts));
      case JsonValue.Fields fields ->
          fields.members().entrySet().stream()
              .anyMatch(member ->
                  texts.stream().anyMatch(member.getKey()::contains)
                      || echoes(member.getValue(), texts));
    };
  }

  private static InvalidFieldException refused(JsonPointer pointer, String reason) {
    return new InvalidFieldException(FIELD + "." + pointer, reason);
  }
}
