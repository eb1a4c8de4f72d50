package dev.phaseledger.app.console;

import static dev.phaseledger.app.console.Desk.ADA;
import static dev.phaseledger.app.console.Desk.AUDITOR;
import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.phaseledger.app.client.Members;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Draws the pictures in `docs/console`. Not part of the build; run it with `./mvnw -Dquick -pl app
/// -am test -Dtest=Screenshots -Dsurefire.failIfNoSpecifiedTests=false`.
@ExtendWith(ChromiumExtension.class)
final class Screenshots {

  private static final Path PICTURES = Path.of("..", "docs", "console");

  private static final int WIDTH_PIXELS = 1_100;
  private static final int HEIGHT_PIXELS_MAX = 850;
  private static final int PICTURE_BYTES_MAX = 200_000;

  private static final String SAID =
      "The invoice of the wholesaler is due on Friday; the order stands in the ticket.";

  @ParameterizedTest
  @EnumSource(
      value = ColorScheme.class,
      names = {"LIGHT", "DARK"})
  void draw(ColorScheme scheme, Browser browser) throws IOException {
    Files.createDirectories(PICTURES);
    try (Console console = Console.start(browser)) {
      Desk desk = Desk.open(console.ledger(), SAID);
      desk.contract("spring-orders");
      desk.contract("summer-orders");
      for (int i = 1; i <= 4; i++) {
        desk.ask("spring-orders", "read-" + i, "read");
      }
      desk.ask("spring-orders", "order-1", "order");
      desk.ask("spring-orders", "erase-1", "erase");
      desk.ask("spring-orders", "pay-1", "pay");
      desk.ask("spring-orders", "transfer-1", "transfer");
      desk.evidence("spring-orders", "transfer-1");
      Browser.NewContextOptions options =
          new Browser.NewContextOptions()
              .setColorScheme(scheme)
              .setViewportSize(WIDTH_PIXELS, HEIGHT_PIXELS_MAX / 2);
      Page approver = console.signIn(ADA, options);
      draw(console, approver, scheme, "inbox", "/console/inbox");
      draw(console, approver, scheme, "approval", "/console/inbox/transfer-1");
      Page auditor = console.signIn(AUDITOR, options);
      draw(console, auditor, scheme, "dispatches", "/console/dispatches");
      draw(console, auditor, scheme, "trail", "/console/dispatches/order-1");
      draw(console, auditor, scheme, "entries", "/console/entries");
      long position =
          Members.number(
              console.ledger().get(OPERATOR, "/v1/dispatches/erase-1").json(), "position");
      console.open(auditor, "/console/entries/" + position);
      auditor.locator("#check-receipt").click();
      auditor.locator("#receipt li").first().waitFor();
      picture(auditor, scheme, "entry");
      Page operator = console.signIn(OPERATOR, options);
      draw(console, operator, scheme, "agents", "/console/agents");
      draw(console, operator, scheme, "agent", "/console/agents/writer-1");
      draw(console, operator, scheme, "contracts", "/console/contracts");
      draw(console, operator, scheme, "contract", "/console/contracts/spring-orders");
      console.leave();
      console.requireQuiet();
    }
  }

  private static void draw(Console console, Page page, ColorScheme scheme, String name, String path)
      throws IOException {
    console.open(page, path);
    picture(page, scheme, name);
  }

  private static void picture(Page page, ColorScheme scheme, String name) throws IOException {
    int height = (Integer) page.evaluate("document.documentElement.scrollHeight");
    page.setViewportSize(WIDTH_PIXELS, Math.min(height, HEIGHT_PIXELS_MAX));
    String file = name + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png";
    Path picture = PICTURES.resolve(file);
    page.screenshot(new Page.ScreenshotOptions().setPath(picture));
    assertThat(Files.size(picture)).as(file).isLessThanOrEqualTo(PICTURE_BYTES_MAX);
  }
}
