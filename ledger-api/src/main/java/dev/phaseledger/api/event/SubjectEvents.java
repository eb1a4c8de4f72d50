package dev.phaseledger.api.event;

import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of what happened to the personal data of a subject.
final class SubjectEvents {

  private SubjectEvents() {}

  static String typeOf(SubjectEvent event) {
    return switch (event) {
      case SubjectErased _ -> EventCodec.SUBJECT_ERASED;
    };
  }

  static Fields encode(SubjectEvent event) {
    return switch (event) {
      case SubjectErased erased ->
          new Form()
              .text("subject", erased.subject().value())
              .text("reason", erased.reason())
              .build();
    };
  }

  static SubjectErased erased(Members in) {
    return in.end(new SubjectErased(in.text("subject", SubjectId::new), in.text("reason")));
  }
}
