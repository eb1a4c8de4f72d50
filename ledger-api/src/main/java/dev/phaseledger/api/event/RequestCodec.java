package dev.phaseledger.api.event;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.value.JsonPointer;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.Map;
import java.util.TreeMap;

/// The recorded form of a request to act.
final class RequestCodec {

  private RequestCodec() {}

  static Fields encode(DispatchRequest request) {
    var form =
        new Form()
            .text("dispatchId", request.id().value())
            .text("action", request.action())
            .texts("resources", request.resources())
            .value("parameters", request.parameters())
            .text("justification", request.justification())
            .textMap("labels", request.labels())
            .set("dataClasses", request.dataClasses())
            .integer("costMicros", request.costMicros())
            .flag("irreversible", request.irreversible())
            .text("phase", request.phase())
            .instant("recordedAt", request.recordedAt());
    // Absent where nothing is personal: entries from before stay what they are.
    return request.personal().isEmpty()
        ? form.build()
        : form.textMap("personal", subjects(request.personal())).build();
  }

  static DispatchRequest decode(Members in) {
    return in.end(
        new DispatchRequest(
            in.text("dispatchId", DispatchId::new),
            in.text("action"),
            in.texts("resources"),
            in.fields("parameters"),
            in.text("justification"),
            in.textMap("labels"),
            in.set("dataClasses"),
            in.integer("costMicros"),
            in.flag("irreversible"),
            in.optionalText("phase"),
            in.optionalInstant("recordedAt"),
            in.has("personal") ? places(in.textMap("personal")) : Map.of()));
  }

  private static Map<String, String> subjects(Map<JsonPointer, SubjectId> personal) {
    var subjects = new TreeMap<String, String>();
    personal.forEach((pointer, subject) -> subjects.put(pointer.toString(), subject.value()));
    return subjects;
  }

  private static Map<JsonPointer, SubjectId> places(Map<String, String> subjects) {
    var places = new TreeMap<JsonPointer, SubjectId>();
    subjects.forEach((pointer, subject) -> {
      try {
        places.put(JsonPointer.parse(pointer), new SubjectId(subject));
      } catch (IllegalArgumentException e) {
        throw new InvalidFieldException("personal." + pointer, String.valueOf(e.getMessage()));
      }
    });
    return places;
  }
}
