package dev.phaseledger.api.event;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of what happened to a tenant's log.
final class LogEvents {

  private LogEvents() {}

  static String typeOf(LogEvent event) {
    return switch (event) {
      case KeyRotated _ -> EventCodec.KEY_ROTATED;
    };
  }

  static Fields encode(LogEvent event) {
    return switch (event) {
      case KeyRotated rotated ->
          new Form()
              .text("oldKey", rotated.oldKey())
              .text("newKey", rotated.newKey())
              .instant("overlapUntil", rotated.overlapUntil())
              .text("by", rotated.by().value())
              .text("reason", rotated.reason())
              .build();
    };
  }

  static KeyRotated rotated(Members in) {
    return in.end(
        new KeyRotated(
            in.text("oldKey"),
            in.text("newKey"),
            in.instant("overlapUntil"),
            in.text("by", PrincipalId::new),
            in.text("reason")));
  }
}
