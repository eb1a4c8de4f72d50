package dev.phaseledger.policy.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.InvalidFieldException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceScopeTest {

  @ParameterizedTest
  @CsvSource({
    "src/main/A.java, src/main/A.java",
    "./src/./A.java, src/A.java",
    "src/main/, src/main",
    "/etc/hosts, /etc/hosts",
    "/, /",
    "REPO://App/src/A.java, repo://app/src/A.java",
    "https://example.org, https://example.org",
    "https://example.org/, https://example.org/",
    "reservation:XEWRD9, reservation:XEWRD9",
    "a b/c, a b/c",
    "100%, 100%",
    "a%3ab, a%3Ab",
    "größe/ü.txt, größe/ü.txt",
    "app/[id]/page.tsx, app/[id]/page.tsx",
  })
  void bringsResourcesIntoOneForm(String resource, String normal) {
    assertThat(ResourceScope.normalize("resources[0]", resource)).isEqualTo(normal);
    assertThat(ResourceScope.normalize("resources[0]", normal)).isEqualTo(normal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "..",
        "../x",
        "src/../../etc/passwd",
        "src/..;/admin",
        "src/.;x/admin",
        "src//main",
        "src\\main",
        "src/%2e%2e/x",
        "src/%2E%2e/x",
        "src%2fmain",
        "src%5cmain",
        "src/%252e",
        "src/%00",
        "src/s%65cret",
        "src/%C3%A9",
        "a\u0000b",
        "a\nb",
        "a\u007fb",
        "a\u202eb",
        "a\u200bb",
        "a\u00a0b",
        "a\u2028b",
        "e\u0301.txt",
        "a\uff0fb",
        "a\u2024\u2024/b",
        "a\ufe68b",
        "src/*",
        "repo://app//src",
        "repo://user@app/src",
        "repo://app/../x",
        "https://example.org/a?b=c",
        "https://example.org/a#b",
        "https://example.org/a b",
        "https://exa%6dple.org/",
        "./",
        ".",
        "\ud800"
      })
  void refusesWhatTwoReadersCouldReadInTwoWays(String resource) {
    assertThatThrownBy(() -> ResourceScope.normalize("resources[3]", resource))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("resources[3]: must");
  }

  @Test
  void refusesNamesWithoutEnd() {
    assertThatThrownBy(() -> ResourceScope.normalize("r", "a".repeat(2_049)))
        .isInstanceOf(InvalidFieldException.class);
  }

  @Test
  void namesTheItemAtFault() {
    assertThatThrownBy(() -> ResourceScope.of(List.of("a/**", "../**"), List.of()))
        .hasMessageStartingWith("scope[1]: ");
    assertThatThrownBy(() -> ResourceScope.of(List.of("a/**"), List.of("b\\c")))
        .hasMessageStartingWith("excluded[0]: ");
    assertThatThrownBy(() -> ResourceScope.normalizeAll("resources", List.of("a", "..")))
        .hasMessageStartingWith("resources[1]: ");
  }

  @Test
  void coversWhatAGlobMatchesAndNoExclusionDoes() {
    ResourceScope scope =
        ResourceScope.of(
            List.of("repo://App/src/**", "docs/*.md"),
            List.of("**/*.pem", "repo://app/src/secret/**"));
    assertThat(scope.covers("repo://app/src/main/A.java")).isTrue();
    assertThat(scope.covers("docs/a.md")).isTrue();
    assertThat(scope.covers("docs/a/b.md")).isFalse();
    assertThat(scope.covers("repo://app/src/k.pem")).isFalse();
    assertThat(scope.covers("repo://app/src/secret/x")).isFalse();
    assertThat(scope.covers("repo://app/srcx/A.java")).isFalse();
    assertThat(scope.covers("repo://other/src/A.java")).isFalse();
  }

  @Test
  void coversNothingWithoutGlobs() {
    assertThat(ResourceScope.of(List.of(), List.of()).covers("a")).isFalse();
  }
}
