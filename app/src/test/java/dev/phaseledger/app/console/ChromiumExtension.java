package dev.phaseledger.app.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands tests the [Browser]: one Chromium for all tests of a JVM, closed after the last one.
final class ChromiumExtension implements ParameterResolver {

  private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

  /// How long a page may take to show what is expected. How long it takes says nothing about what a
  /// test is about, and machines that build are slow.
  private static final double PATIENCE_MILLIS = 60_000;

  /// A browser of its own must not look for anything outside.
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private record Started(Playwright playwright, Browser browser) implements AutoCloseable {

    static Started start() {
      if (!Files.isExecutable(CHROMIUM)) {
        throw new IllegalStateException(
            CHROMIUM
                + " is missing: the console is tested in a browser. On Debian: apt-get install"
                + " chromium");
      }
      PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      return new Started(
          playwright,
          playwright
              .chromium()
              .launch(
                  new BrowserType.LaunchOptions()
                      .setExecutablePath(CHROMIUM)
                      .setHeadless(true)
                      .setChromiumSandbox(false)
                      .setArgs(ARGUMENTS)));
    }

    @Override
    public void close() {
      playwright.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Browser.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(ChromiumExtension.class))
        .computeIfAbsent(Started.class, _ -> Started.start(), Started.class)
        .browser();
  }
}
