package dev.phaseledger.api.event;

import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of a request to act.
final class RequestCodec {

  private RequestCodec() {}

  static Fields encode(DispatchRequest request) {
    return new Form()
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
        .instant("recordedAt", request.recordedAt())
        .build();
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
            in.optionalInstant("recordedAt")));
  }
}
