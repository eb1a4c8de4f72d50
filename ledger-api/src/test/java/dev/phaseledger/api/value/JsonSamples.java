package dev.phaseledger.api.value;

import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Nil;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// Values of every kind, awkward ones preferred, drawn from a seeded source.
public final class JsonSamples {

  private static final List<String> AWKWARD =
      List.of(
          "",
          "a",
          "/",
          "~",
          "\"",
          "\\",
          "\n\t\r\b\f",
          "\u001f",
          "\u007f",
          "é",
          "\u20ac",
          "\u2028",
          "\uffff",
          "\ud83d\ude00",
          "\ue000",
          "\udbff\udfff",
          "ordinary text");

  private final RandomGenerator random;

  public JsonSamples(RandomGenerator random) {
    this.random = random;
  }

  public JsonValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> new Text(text());
      case 1 -> number();
      case 2 -> Bool.of(random.nextBoolean());
      case 3 -> Nil.NULL;
      case 4 -> Num.of(random.nextLong());
      case 5 -> items(depth);
      default -> fields(depth);
    };
  }

  public Fields fields(int depth) {
    var fields = Fields.builder();
    for (int i = random.nextInt(5); i > 0; i--) {
      fields.put(text(), value(depth - 1));
    }
    return fields.build();
  }

  public String text() {
    var text = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      text.append(AWKWARD.get(random.nextInt(AWKWARD.size())));
    }
    return text.toString();
  }

  private Items items(int depth) {
    var values = new ArrayList<JsonValue>();
    for (int i = random.nextInt(5); i > 0; i--) {
      values.add(value(depth - 1));
    }
    return new Items(values);
  }

  private Num number() {
    var digits = new BigInteger(random.nextInt(1, 200), new java.util.Random(random.nextLong()));
    if (random.nextBoolean()) {
      digits = digits.negate();
    }
    return new Num(new BigDecimal(digits, random.nextInt(-60, 120)));
  }
}
