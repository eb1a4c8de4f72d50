package dev.phaseledger.app.console;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;

/// Pictures of pages, light and dark, for the documentation. Taken only where a directory is named
/// for them: `-Dconsole.pictures=DIRECTORY`.
final class Pictures {

  private static final String DIRECTORY = "console.pictures";
  private static final int HEIGHT = 900;

  private Pictures() {}

  /// @param width of the window, in pixels
  static void take(Page page, String name, int width) {
    String directory = System.getProperty(DIRECTORY, "");
    if (directory.isEmpty()) {
      return;
    }
    page.setViewportSize(width, HEIGHT);
    for (ColorScheme scheme : new ColorScheme[] {ColorScheme.LIGHT, ColorScheme.DARK}) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      page.screenshot(
          new Page.ScreenshotOptions()
              .setFullPage(true)
              .setPath(
                  Path.of(
                      directory,
                      "%s-%s.png"
                          .formatted(name, scheme.name().toLowerCase(java.util.Locale.ROOT)))));
    }
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
  }
}
