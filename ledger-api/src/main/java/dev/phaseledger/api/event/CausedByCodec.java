package dev.phaseledger.api.event;

import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of what an automatic action answers.
final class CausedByCodec {

  private CausedByCodec() {}

  static Fields encode(CausedBy cause) {
    return new Form()
        .text("path", cause.path())
        .text("signal", cause.signal())
        .integer("position", cause.position())
        .build();
  }

  static CausedBy decode(Members in) {
    return in.end(new CausedBy(in.text("path"), in.text("signal"), in.optionalInteger("position")));
  }
}
