package dev.phaseledger.api.event;

import dev.phaseledger.api.value.JsonValue.Fields;
import java.util.Optional;

/// The recorded form of a count that was read.
final class CountCodec {

  private CountCodec() {}

  static Fields encode(CountRead read) {
    return new Form()
        .text("count", read.count())
        .text("per", read.per())
        .text("key", read.key())
        .duration("within", Optional.of(read.within()))
        .integer("value", read.value())
        .integer("position", read.position())
        .build();
  }

  static CountRead decode(Members in) {
    return in.end(
        new CountRead(
            in.text("count"),
            in.text("per"),
            in.text("key"),
            in.duration("within"),
            in.integer("value"),
            in.integer("position")));
  }
}
