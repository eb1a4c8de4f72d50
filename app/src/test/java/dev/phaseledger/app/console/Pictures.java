package dev.phaseledger.app.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;

/// Takes pictures of pages, light and dark, wide and narrow, into `target/pictures`: for people to
/// look at. Those of the documentation are taken from there.
final class Pictures {

  private static final Path FOLDER = Path.of("target", "pictures");
  private static final int WIDE_PIXELS = 1360;
  private static final int NARROW_PIXELS = 400;
  private static final int HEIGHT_PIXELS = 900;

  private Pictures() {}

  /// Leaves the page wide and light.
  static void take(Page page, String name) {
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      String shade = scheme == ColorScheme.DARK ? "dark" : "light";
      page.setViewportSize(NARROW_PIXELS, HEIGHT_PIXELS);
      picture(page, name + "-narrow-" + shade);
      page.setViewportSize(WIDE_PIXELS, HEIGHT_PIXELS);
      picture(page, name + "-" + shade);
    }
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions().setPath(FOLDER.resolve(name + ".png")).setFullPage(true));
  }
}
