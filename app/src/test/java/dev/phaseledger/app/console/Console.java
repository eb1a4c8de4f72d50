package dev.phaseledger.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.phaseledger.app.service.RunningService;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The whole service, and browsers that look at it: one context, hence one set of cookies, for each
/// visit.
final class Console implements AutoCloseable {

  /// Impacts that no page may have.
  private static final Set<String> FAULTS = Set.of("serious", "critical");

  private final Browser browser;
  private final RunningService ledger;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> noise = new ArrayList<>();

  private Console(Browser browser, RunningService ledger) {
    this.browser = browser;
    this.ledger = ledger;
  }

  static Console start(Browser browser) throws IOException {
    return new Console(browser, RunningService.start());
  }

  RunningService ledger() {
    return ledger;
  }

  String url(String path) {
    return ledger.service().url() + path;
  }

  /// A browser that nobody has signed in with.
  Page visit(Browser.NewContextOptions options) {
    BrowserContext context = browser.newContext(options);
    contexts.add(context);
    Page page = context.newPage();
    page.onPageError(error -> noise.add("error: " + error));
    page.onDialog(dialog -> {
      noise.add("dialog: " + dialog.message());
      dialog.dismiss();
    });
    page.onConsoleMessage(message -> {
      // What the browser says itself of answers that are no success is no fault of the page.
      if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
        noise.add("console: " + message.text());
      }
    });
    return page;
  }

  Page visit() {
    return visit(new Browser.NewContextOptions());
  }

  /// A browser that a caller has signed in with, as people do.
  Page signIn(String caller) {
    return signIn(caller, new Browser.NewContextOptions());
  }

  /// A browser without scripts that a caller has signed in with.
  Page signInWithoutScripts(String caller) {
    return signIn(caller, new Browser.NewContextOptions().setJavaScriptEnabled(false));
  }

  Page signIn(String caller, Browser.NewContextOptions options) {
    Page page = visit(options);
    page.navigate(url("/console/sign-in"));
    page.getByLabel("Access token").fill(ledger.token(caller));
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    page.waitForURL(url("/"));
    return page;
  }

  /// Opens a page once it shows everything that is on record.
  void open(Page page, String path) {
    ledger.awaitViews();
    page.navigate(url(path));
  }

  /// Fails on accessibility faults that keep somebody out.
  static void requireAccessible(Page page) {
    List<String> faults = new ArrayList<>();
    for (Rule rule : new AxeBuilder(page).setLegacyMode(true).analyze().getViolations()) {
      if (FAULTS.contains(rule.getImpact())) {
        rule.getNodes()
            .forEach(node ->
                faults.add(rule.getId() + ": " + node.getHtml() + ": " + node.getFailureSummary()));
      }
    }
    assertThat(faults).as("accessibility of %s", page.url()).isEmpty();
  }

  /// Fails if any page so far has run what it should not have, or has broken its own rules.
  void requireQuiet() {
    assertThat(noise).as("what browsers complained about").isEmpty();
  }

  /// Closes the browsers, not the service.
  void leave() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
  }

  @Override
  public void close() throws IOException {
    leave();
    ledger.close();
  }
}
