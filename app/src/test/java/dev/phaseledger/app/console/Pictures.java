package dev.phaseledger.app.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.Locale;

/// Takes pictures of pages, light and dark, wide and narrow, for people to look at. Only where a
/// directory is named for them: `-Dconsole.pictures=DIRECTORY`.
final class Pictures {

  private static final String DIRECTORY = "console.pictures";
  private static final int WIDE_PIXELS = 1_360;
  private static final int NARROW_PIXELS = 400;
  private static final int HEIGHT_PIXELS = 900;

  private Pictures() {}

  /// Leaves the page wide and light.
  static void take(Page page, String name) {
    String directory = System.getProperty(DIRECTORY, "");
    if (directory.isEmpty()) {
      return;
    }
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.DARK, ColorScheme.LIGHT}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      String shade = scheme.name().toLowerCase(Locale.ROOT);
      page.setViewportSize(NARROW_PIXELS, HEIGHT_PIXELS);
      picture(page, Path.of(directory, name + "-narrow-" + shade + ".png"));
      page.setViewportSize(WIDE_PIXELS, HEIGHT_PIXELS);
      picture(page, Path.of(directory, name + "-" + shade + ".png"));
    }
  }

  private static void picture(Page page, Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }
}
