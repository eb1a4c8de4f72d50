package dev.phaseledger.app.importing;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names what a call touches: fills arguments into the tool's resource templates.
final class ResourceTemplates {

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]+)}");
  private static final String UNKNOWN = "unknown";

  private ResourceTemplates() {}

  /// The resources of a call. An argument becomes one path segment, whatever it holds.
  static List<String> fill(Profile.Tool tool, Fields arguments) {
    return tool.resources().stream()
        .map(template -> PLACE.matcher(template))
        .map(places -> places.replaceAll(place -> segment(arguments, place.group(1))))
        .toList();
  }

  private static String segment(Fields arguments, String name) {
    Optional<JsonValue> argument = arguments.find(name);
    String text =
        switch (argument.orElse(JsonValue.Nil.NULL)) {
          case Text(String value) -> value;
          case Num(java.math.BigDecimal number) -> number.toPlainString();
          case JsonValue.Bool _, JsonValue.Nil _, JsonValue.Items _, Fields _ -> "";
        };
    String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    // A dot alone would mean the directory itself or the one above.
    boolean dots = encoded.chars().allMatch(character -> character == '.');
    return Matcher.quoteReplacement(dots ? UNKNOWN : encoded);
  }
}
