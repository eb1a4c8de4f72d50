package dev.phaseledger.command.evidence.report;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An object in a SARIF report with its place, so that errors can name it. A member that is `null`
/// counts as absent; one of another type than the standard gives it is refused.
record SarifNode(String place, Fields fields) {

  static SarifNode of(String place, JsonValue value) {
    return switch (value) {
      case Fields fields -> new SarifNode(place, fields);
      case Text _, Num _, Bool _, Nil _, Items _ ->
          throw new InvalidFieldException(place, "must be an object");
    };
  }

  Optional<String> text(String name) {
    return member(name)
        .map(value ->
            switch (value) {
              case Text text -> text.value();
              case Fields _, Num _, Bool _, Nil _, Items _ ->
                  throw refused(name, "must be a string");
            });
  }

  Optional<Boolean> flag(String name) {
    return member(name)
        .map(value ->
            switch (value) {
              case Bool flag -> flag == Bool.TRUE;
              case Fields _, Num _, Text _, Nil _, Items _ ->
                  throw refused(name, "must be true or false");
            });
  }

  /// A place in an array. The standard writes -1 for none, and so does this for numbers that are no
  /// place at all: what they point to is absent.
  Optional<Integer> index(String name) {
    return member(name)
        .map(value ->
            switch (value) {
              case Num number ->
                  number.value().signum() >= 0
                          && number.value().scale() <= 0
                          && number.value().precision() - number.value().scale() <= 9
                      ? number.value().intValueExact()
                      : -1;
              case Fields _, Bool _, Text _, Nil _, Items _ ->
                  throw refused(name, "must be a number");
            })
        .filter(index -> index >= 0);
  }

  Optional<SarifNode> object(String name) {
    return member(name).map(value -> of(at(name), value));
  }

  /// The objects in an array, if the array is there.
  Optional<List<SarifNode>> objects(String name) {
    return member(name)
        .map(value ->
            switch (value) {
              case Items items -> {
                List<SarifNode> objects = new ArrayList<>(items.values().size());
                for (JsonValue item : items.values()) {
                  objects.add(of(at(name) + "[" + objects.size() + "]", item));
                }
                yield objects;
              }
              case Fields _, Num _, Text _, Nil _, Bool _ ->
                  throw refused(name, "must be an array");
            });
  }

  List<SarifNode> list(String name) {
    return objects(name).orElse(List.of());
  }

  InvalidFieldException refused(String name, String reason) {
    return new InvalidFieldException(at(name), reason);
  }

  private Optional<JsonValue> member(String name) {
    return fields.find(name).filter(value -> value != Nil.NULL);
  }

  private String at(String name) {
    return place + "." + name;
  }
}
