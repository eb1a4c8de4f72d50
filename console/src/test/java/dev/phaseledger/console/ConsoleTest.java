package dev.phaseledger.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.console.page.Answers;
import dev.phaseledger.console.page.DispatchLine;
import dev.phaseledger.console.page.Pretty;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestConstructor;

@SpringBootTest(classes = ConsoleTestApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
class ConsoleTest {

  private static final String REPLAY =
      "/console/replays/sha256:0000000000000000000000000000000000000000000000000000000000000000";

  private final Environment environment;
  private final HttpClient browser = HttpClient.newHttpClient();

  ConsoleTest(Environment environment) {
    this.environment = environment;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/console/dispatches",
        "/console/dispatches/d-1",
        "/console/agents",
        "/console/maps",
        "/console/replay",
        REPLAY,
        "/console/dispatches/d-missing"
      })
  void holdsNoInlineScriptNoInlineStyleAndNoForeignHost(String path) throws Exception {
    String page = get(path).body();

    assertThat(page).contains("<!DOCTYPE html>", "</html>", "acme");
    assertThat(page.replaceAll("<script src=\"/[a-z0-9./-]+\" defer></script>", ""))
        .doesNotContainIgnoringCase("<script");
    assertThat(page)
        .doesNotContainPattern("<[^>]+ style=")
        .doesNotContainPattern("<[^>]+ on[a-z]+=")
        .doesNotContainPattern("(href|src|action)=\"[a-z]*:?//");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/console/dispatches/d-1",
        "/console/agents",
        "/console/maps",
        "/console/replay",
        REPLAY
      })
  void escapesWhatCallersWrote(String path) throws Exception {
    assertThat(get(path).body()).doesNotContain("<script>alert");
  }

  @Test
  void showsCountsVetoesWaitingDispatchesAndTheCheckpoint() throws Exception {
    String page = get("/").body();

    assertThat(page)
        .contains("10,482", "approval required", "repo-writes/no-force-push")
        .contains("href=\"/console/dispatches?verdict=VETOED\"")
        .contains("href=\"/console/dispatches?invariant=repo-writes/no-force-push\"")
        .contains("ledger.example/acme", "40,022")
        .contains("d-0191f7c4-5d2e-7c15");
  }

  @Test
  void showsTheFirstDifferenceOfAReplay() throws Exception {
    assertThat(get(REPLAY).body())
        .contains("2 of 12,591 decisions do not come out as they are recorded")
        .contains("the policy&#39;s digest: recorded &lt;script&gt;")
        .contains("href=\"/console/dispatches/d-first\"")
        .containsSubsequence("Recorded", "authorized", "Derived again", "vetoed");
    assertThat(get("/console/replay").body())
        .containsSubsequence("failed", "the log ends early", "differs", "12,591");
  }

  @Test
  void saysInWordsWhatExceedsItsLimitAndLeadsToItsEntries() throws Exception {
    String page = get("/").body();

    assertThat(page)
        .containsSubsequence(
            "Worth a look", "Gate payments/&lt;script&gt;alert(1)", "too sensitive")
        .containsSubsequence("Failures signalled of what was released", "too permissive")
        .containsSubsequence("Action repo.write", "outcomes drift")
        .contains("Failures that nobody signalled are in none of these numbers.")
        .contains("href=\"/console/entries?gate=payments%2F%3Cscript%3E&amp;from=x\"")
        .containsSubsequence("<b>Look: </b>", "above 1 percent")
        .contains("within 99 percent", "too few to say: 1 of 20 runs", "no limit")
        .contains("half of them within 1.5 s, 95 of 100 within 90.0 s, the slowest after 2.0 h");
  }

  @Test
  void plotsRequestsOverTimeWithTheNumbersBesideIt() throws Exception {
    String page = get("/?period=week").body();

    assertThat(page)
        .contains("<option value=\"week\" selected=\"selected\">the last 7 days</option>")
        .contains("aria-label=\"authorized: 500 in all, at most 400 in one stretch\"")
        .contains("aria-label=\"deferred: none\"")
        .contains("<title>400 from 2026-11-27 00:00:00</title>")
        .containsSubsequence("In numbers", "2026-11-28 00:00:00", ">100<", ">1<");
  }

  @Test
  void keepsTheFiltersFromPageToPage() throws Exception {
    String page = get("/console/dispatches?verdict=VETOED&invariant=a%2Bb%26c").body();

    assertThat(page)
        .contains("<option value=\"VETOED\" selected=\"selected\">vetoed</option>")
        .contains(
            "verdict=VETOED&amp;invariant=a%2Bb%26c&amp;contract=&amp;pending=false&amp;after=bmV4dA")
        .doesNotContain("d-0191f7c4-5d2e-7c11");
  }

  @Test
  void tellsATrailStepByStep() throws Exception {
    String page = get("/console/dispatches/d-1").body();

    assertThat(page)
        .containsSubsequence(
            "Made after the fact",
            "dispatch.decided.v4",
            "2 people, each an approver with the role lead or reviewer",
            "payments/known-customer",
            "signal (recorded only)",
            "Facts read",
            "evidence.recorded.v2",
            "approval.recorded.v2",
            "dispatch.rejudged.v4",
            "Parameters, rewritten",
            "outcome.recorded.v2",
            "failure.signalled.v2")
        .contains("&lt;script&gt;alert");
  }

  @Test
  void saysOfNoVerdictMadeAfterTheFactThatItReleasedAnything() {
    assertThat(DispatchLine.of(Views.recordedCall()).state().text()).isEqualTo("recorded only");
  }

  @Test
  void says404OfADispatchThatIsNotOnRecord() throws Exception {
    HttpResponse<String> answer = get("/console/dispatches/d-missing");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body()).contains("There is no dispatch d-missing on record");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/assets/console.css",
        "/console/assets/overview.css",
        "/console/assets/ledger.js",
        "/console/assets/mark.svg",
        "/webjars/htmx.org/dist/htmx.min.js"
      })
  void servesItsOwnAssets(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource(value = Role.class, names = "AGENT", mode = EnumSource.Mode.EXCLUDE)
  void opensToEveryReadingRole(Role role) {
    Answers.requireReader(principal(role));
  }

  @Test
  void staysClosedToAgents() {
    assertThatExceptionOfType(ForbiddenException.class)
        .isThrownBy(() -> Answers.requireReader(principal(Role.AGENT)));
  }

  @Test
  void laysJsonOutWithoutChangingIt() {
    String text = "{\"a\":[1,2.50,{}],\"b\":{\"c\":null,\"d\":[]},\"e\":\"x\\ny\"}";
    JsonValue value = Json.parse(text);

    assertThat(Json.parse(Pretty.of(value))).isEqualTo(value);
    assertThat(Pretty.of(text))
        .isEqualTo(
            """
            {
              "a": [
                1,
                2.5,
                {}
              ],
              "b": {
                "c": null,
                "d": []
              },
              "e": "x\\ny"
            }\
            """);
  }

  private static Principal principal(Role role) {
    return new Principal(
        new PrincipalId("someone"),
        Principal.Kind.HUMAN,
        Views.TENANT,
        Set.of(role),
        Optional.empty());
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    URI uri =
        URI.create(
            "http://localhost:" + environment.getRequiredProperty("local.server.port") + path);
    return browser.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
