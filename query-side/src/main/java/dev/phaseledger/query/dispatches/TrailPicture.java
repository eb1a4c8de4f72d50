package dev.phaseledger.query.dispatches;

import dev.phaseledger.api.query.TrailView;
import dev.phaseledger.api.query.TrailView.Step;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Draws a trail: time goes down, each actor has a lane, and each entry is an arrow from its actor
/// to the ledger. A verdict goes back to who asked.
///
/// Whatever stands in an entry is text of the picture and nothing else: it is escaped here, and the
/// picture holds no script, no link and nothing from elsewhere.
final class TrailPicture {

  /// Entries that are drawn, at most; the picture says how many there are besides.
  static final int STEPS_SHOWN_MAX = 200;

  /// Lanes, at most, beside the ledger's: the last one is of everybody else.
  static final int ACTORS_SHOWN_MAX = 6;

  /// Characters of a label, at most; a longer text is whole in its title.
  static final int LABEL_CHARS_MAX = 84;

  private static final int NAME_CHARS_MAX = 20;
  private static final int MARGIN = 16;
  private static final int TIME_WIDTH = 196;
  private static final int LANE_WIDTH = 150;
  private static final int HEAD_HEIGHT = 72;
  private static final int ROW_HEIGHT = 46;
  private static final int TEXT_WIDTH = 620;
  private static final String OTHERS = "others";
  private static final String LEDGER = "ledger log";

  private static final String STYLE =
      """
      <style>
      :root { color-scheme: light dark }
      svg { --ink: #1c2430; --soft: #5b6675; --line: #c9d1db; --paper: #ffffff; --ask: #1f5fbf;
        --good: #1a7f4b; --bad: #b3261e; --wait: #8a5a00 }
      @media (prefers-color-scheme: dark) {
        svg { --ink: #e8edf4; --soft: #9aa7b8; --line: #3a4656; --paper: #12171e; --ask: #7fb0ff;
          --good: #6fd49b; --bad: #ff9a92; --wait: #f0c36d }
      }
      text { font: 13px system-ui, sans-serif; fill: var(--ink) }
      .soft { fill: var(--soft); font-size: 12px }
      .name { font-weight: 600 }
      .lane { stroke: var(--line) }
      .paper { fill: var(--paper) }
      .arrow { fill: none; stroke-width: 1.6 }
      .ask { stroke: var(--ask); color: var(--ask) }
      .good { stroke: var(--good); color: var(--good) }
      .bad { stroke: var(--bad); color: var(--bad) }
      .wait { stroke: var(--wait); color: var(--wait) }
      .tip { fill: currentColor; stroke: none }
      </style>
      """;

  private final List<Step> steps;
  private final int left;
  private final List<String> lanes;
  private final TrailView trail;
  private final StringBuilder svg = new StringBuilder();

  private TrailPicture(TrailView trail) {
    this.trail = trail;
    this.steps = trail.steps().subList(0, Math.min(trail.steps().size(), STEPS_SHOWN_MAX));
    this.left = trail.steps().size() - steps.size();
    this.lanes = lanes(steps);
  }

  /// The picture, as an SVG document.
  static String of(TrailView trail) {
    return new TrailPicture(trail).draw();
  }

  private static List<String> lanes(List<Step> steps) {
    Set<String> actors = new LinkedHashSet<>();
    steps.forEach(step -> actors.add(step.actor()));
    List<String> lanes = new ArrayList<>(actors);
    if (lanes.size() > ACTORS_SHOWN_MAX) {
      lanes = new ArrayList<>(lanes.subList(0, ACTORS_SHOWN_MAX - 1));
      lanes.add(OTHERS);
    }
    lanes.add(LEDGER);
    return lanes;
  }

  private String draw() {
    int width = x(lanes.size() - 1) + LANE_WIDTH / 2 + TEXT_WIDTH + MARGIN;
    int rows = steps.size() + (left > 0 ? 1 : 0);
    int height = HEAD_HEIGHT + rows * ROW_HEIGHT + MARGIN;
    String title =
        "Dispatch %s: %s".formatted(trail.dispatch().dispatchId(), trail.dispatch().state());
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">\n"
            .formatted(width, height, width, height));
    svg.append("<title>").append(escaped(title)).append("</title>\n").append(STYLE);
    svg.append("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n".formatted(width, height));
    text(MARGIN, 24, "name", title);
    heads(height);
    for (int row = 0; row < steps.size(); row++) {
      step(row);
    }
    if (left > 0) {
      text(MARGIN, y(steps.size()), "soft", "and " + left + " entries more");
    }
    return svg.append("</svg>\n").toString();
  }

  private void heads(int height) {
    for (int lane = 0; lane < lanes.size(); lane++) {
      svg.append(
          "<line class=\"lane\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
              .formatted(x(lane), HEAD_HEIGHT - 8, x(lane), height - MARGIN));
      svg.append("<g text-anchor=\"middle\">");
      text(x(lane), HEAD_HEIGHT - 16, "name", cut(lanes.get(lane), NAME_CHARS_MAX));
      svg.append("</g>\n");
    }
  }

  private void step(int row) {
    Step step = steps.get(row);
    int y = y(row);
    int actor = lane(step.actor());
    int ledger = lanes.size() - 1;
    svg.append("<g><title>").append(escaped(step.sentence())).append("</title>\n");
    text(MARGIN, y, "soft", clock(row));
    text(MARGIN, y + 15, "soft", "#" + step.index());
    arrow(x(actor), x(ledger), y - 4, tone(step));
    if (step.type().startsWith("dispatch.decided")) {
      arrow(x(ledger), x(actor), y + 8, verdictTone(step));
    }
    int label = x(ledger) + 18;
    text(label, y, "name", step.type());
    text(label, y + 16, "", cut(step.sentence(), LABEL_CHARS_MAX));
    svg.append("</g>\n");
  }

  /// When it was, and how long after the entry in front.
  private String clock(int row) {
    Instant at = steps.get(row).at();
    String time = at.toString().replace('T', ' ').replaceFirst("(\\.\\d{3})\\d*Z$", "$1Z");
    if (row == 0) {
      return time;
    }
    Duration since = Duration.between(steps.get(row - 1).at(), at);
    return time.substring(time.indexOf(' ') + 1) + "  +" + length(since);
  }

  private static String length(Duration since) {
    long millis = Math.max(0, since.toMillis());
    if (millis < 10_000) {
      return millis + " ms";
    }
    return millis < 7_200_000 ? millis / 1_000 + " s" : millis / 3_600_000 + " h";
  }

  private void arrow(int from, int to, int y, String tone) {
    int direction = from < to ? 1 : -1;
    svg.append(
        "<path class=\"arrow %s\" d=\"M%d %dH%d\"/><path class=\"tip %s\" d=\"M%d %dl%d -4v8z\"/>\n"
            .formatted(tone, from, y, to - 6 * direction, tone, to, y, -8 * direction));
  }

  private static String tone(Step step) {
    String type = step.type();
    if (type.startsWith("contract.revoked") || type.startsWith("failure.")) {
      return "bad";
    }
    if (type.startsWith("approval.recorded")) {
      return member(data(step), "granted").equals(Optional.of(JsonValue.Bool.TRUE))
          ? "good"
          : "bad";
    }
    if (type.startsWith("approval.")) {
      return "wait";
    }
    return type.startsWith("dispatch.rejudged") ? verdictTone(step) : "ask";
  }

  /// What the ledger said. Read where it stands: an agent may write the same words elsewhere.
  private static String verdictTone(Step step) {
    Optional<JsonValue> verdict = member(member(data(step), "judgement"), "verdict");
    return switch (verdict.orElse(JsonValue.Nil.NULL)) {
      case JsonValue.Text(String said) when said.equals("VETOED") -> "bad";
      case JsonValue.Text(String said)
          when said.equals("AUTHORIZED") || said.equals("CONSTRAINED") ->
          "good";
      default -> "wait";
    };
  }

  private static Optional<JsonValue> data(Step step) {
    return member(Optional.of(Json.parse(step.entry())), "data");
  }

  private static Optional<JsonValue> member(Optional<JsonValue> object, String name) {
    return object.flatMap(
        value -> value instanceof JsonValue.Fields fields ? fields.find(name) : Optional.empty());
  }

  private void text(int x, int y, String style, String text) {
    svg.append("<text x=\"%d\" y=\"%d\" class=\"%s\">".formatted(x, y, style))
        .append(escaped(text))
        .append("</text>\n");
  }

  private int lane(String actor) {
    int found = lanes.subList(0, lanes.size() - 1).indexOf(actor);
    return found >= 0 ? found : lanes.size() - 2;
  }

  private static int x(int lane) {
    return MARGIN + TIME_WIDTH + LANE_WIDTH / 2 + lane * LANE_WIDTH;
  }

  private static int y(int row) {
    return HEAD_HEIGHT + row * ROW_HEIGHT + ROW_HEIGHT / 2;
  }

  private static String cut(String text, int max) {
    int[] characters = text.codePoints().toArray();
    return characters.length <= max ? text : new String(characters, 0, max - 1) + "…";
  }

  /// Text of an XML 1.0 document: marked characters are named, and those that it cannot hold, or
  /// that turn the direction of what follows, are replaced.
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isText(c) ? c : 0xFFFD);
          }
        });
    return escaped.toString();
  }

  private static boolean isText(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          c == '\n' || c == '\t';
      default -> true;
    };
  }
}
