package dev.phaseledger.policy.template;

import static dev.phaseledger.policy.template.Templates.filled;
import static dev.phaseledger.policy.template.Templates.given;
import static dev.phaseledger.policy.template.Templates.refuses;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.policy.resource.ResourceScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The examples that people start from.
class ExampleTemplatesTest {

  private static String read(String name) throws IOException {
    return Files.readString(Path.of("..", "examples", "templates", name + ".template.yaml"));
  }

  private static ResourceScope scope(String template, String given) {
    JsonValue.Fields body = ContractTemplate.compile(template).instantiate(given(given));
    return ResourceScope.of(texts(body, "scope"), texts(body, "excluded"));
  }

  private static List<String> texts(JsonValue.Fields body, String name) {
    return body.find(name).map(list -> ((JsonValue.Items) list).values()).orElse(List.of()).stream()
        .map(item -> ((JsonValue.Text) item).value())
        .toList();
  }

  @Test
  void aScopedFileChangeGrantsOneDirectoryForSomeHours() throws IOException {
    String template = read("scoped-file-change");
    String given = "{\"agent\": \"agent-7\", \"directory\": \"billing/tax\", \"task\": \"Mend.\"}";
    assertThat(filled(template, given))
        .isEqualTo(
            "{\"actions\":[\"file.read\",\"file.write\"],\"agentId\":\"agent-7\","
                + "\"attributes\":{\"template\":\"scoped-file-change\"},\"dataClasses\":[],"
                + "\"excluded\":[\"src/billing/tax/generated/**\"],\"onBreach\":\"REVOKE_CONTRACT\","
                + "\"openDispatchesMax\":5,\"requiredLevel\":1,\"scope\":[\"src/billing/tax/**\"],"
                + "\"stopping\":{\"actionsMax\":20,\"actionsPerHourMax\":60,"
                + "\"expiresAfter\":\"PT2H\"},\"task\":\"Change files in src/billing/tax: Mend.\"}");
    ResourceScope scope = scope(template, given);
    assertThat(scope.covers("src/billing/tax/Rate.java")).isTrue();
    assertThat(scope.covers("src/billing/tax/generated/Rate.java")).isFalse();
    assertThat(scope.covers("src/billing/Invoice.java")).isFalse();
  }

  @Test
  void aScopedFileChangeCannotBeTalkedIntoMore() throws IOException {
    String template = read("scoped-file-change");
    String given = "{\"agent\": \"agent-7\", \"task\": \"t\", \"directory\": \"%s\"%s}";
    for (String directory : List.of("", ".", "..", "a/..", "*", "**", "a/**", "/", "a/", "a//b")) {
      refuses(template, given.formatted(directory, ""), "parameters.directory", "must");
    }
    refuses(
        template,
        given.formatted("a", ", \"duration\": \"PT9H\""),
        "parameters.duration",
        "at most PT8H");
    refuses(
        template, given.formatted("a", ", \"changes\": 101"), "parameters.changes", "at most 100");
    refuses(
        template,
        given.formatted("a", ", \"dataClasses\": [\"personal\"]"),
        "parameters.dataClasses",
        "one of the values");
    refuses(
        template,
        given.formatted("a", ", \"actions\": [\"deploy\"]"),
        "parameters.actions",
        "is not a parameter");
  }

  @Test
  void aJuniorPushesToItsOwnBranchesOnly() throws IOException {
    String template = read("junior-push");
    String given =
        "{\"agent\": \"%s\", \"repository\": \"shop\", \"until\": \"2027-01-31T12:00:00Z\"}";
    ResourceScope scope = scope(template, given.formatted("junior-1"));
    assertThat(scope.covers("git/shop/refs/heads/agent/junior-1/fix-typo")).isTrue();
    assertThat(scope.covers("git/shop/refs/heads/main")).isFalse();
    assertThat(scope.covers("git/shop/refs/heads/agent/junior-2/fix-typo")).isFalse();
    assertThat(scope.covers("git/other/refs/heads/agent/junior-1/fix-typo")).isFalse();
    for (String agent : List.of("*", "**", "..", ".", "junior-1/../junior-2", "junior-1%2F..")) {
      refuses(template, given.formatted(agent), "parameters.agent", "it is part of a scope");
    }
  }
}
