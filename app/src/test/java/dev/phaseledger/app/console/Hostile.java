package dev.phaseledger.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;

/// What an agent might send to have a reader's browser do something, or to have a reader see
/// something else than is on record.
final class Hostile {

  /// Markup, script, and what template engines evaluate.
  static final String MARKUP =
      "</td></pre></script><script>window.taken=1;alert('x')</script>"
          + "<img src=x onerror=\"window.taken=1\"><svg onload='window.taken=1'>"
          + "\"'& ${7*7} [[${7*7}]] <b id=injected>";

  /// A character that turns around what follows it.
  static final String TURNED = "refund \u202e00001 to nobody";

  /// How a page must show it.
  static final String TURNED_SHOWN = "refund [U+202E]00001 to nobody";

  static final String ALL = MARKUP + " " + TURNED;

  private Hostile() {}

  /// A text as a JSON string.
  static String json(String text) {
    return Json.text(new JsonValue.Text(text));
  }

  /// Fails unless a page shows the texts as texts, and shows that one of them turns around.
  static void requireHarmless(Page page) {
    assertThat(page.evaluate("() => window.taken === undefined")).isEqualTo(true);
    assertThat(page.locator("#injected, main script, main svg[onload], main img[src=x]").count())
        .isZero();
    assertThat(page.locator("main").innerText())
        .contains("<script>window.taken=1;alert('x')</script>", "${7*7} [[${7*7}]]", TURNED_SHOWN)
        .doesNotContain("\u202e");
  }
}
