package dev.phaseledger.api.event;

import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of what happened to a tenant's invariant maps.
final class PolicyEvents {

  private PolicyEvents() {}

  static String typeOf(PolicyEvent event) {
    return switch (event) {
      case InvariantMapPublished _ -> EventCodec.POLICY_PUBLISHED;
    };
  }

  static Fields encode(PolicyEvent event) {
    return switch (event) {
      case InvariantMapPublished published ->
          new Form()
              .text("name", published.name())
              .integer("version", published.version())
              .text("digest", published.digest().value())
              .text("source", published.source())
              .build();
    };
  }

  static InvariantMapPublished published(Members in) {
    return in.end(
        new InvariantMapPublished(
            in.text("name"), in.smallInteger("version"), in.digest("digest"), in.text("source")));
  }
}
