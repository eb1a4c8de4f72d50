package dev.phaseledger.app.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResourcesTest {

  private final Resources names = new Resources("team/site");

  @Test
  void namesRefsFilesAndSubmodulesApart() {
    assertThat(names.ref("refs/heads/a/b")).isEqualTo("repo/team/site/refs/heads/a/b");
    assertThat(names.file("docs/über uns.md")).isEqualTo("repo/team/site/files/docs/über uns.md");
    assertThat(names.submodule("lib")).isEqualTo("repo/team/site/submodules/lib");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\tb",
        "a\\b",
        "../up",
        "a/../b",
        "a/./b",
        "a//b",
        "a*",
        "a%2fb",
        "a%3db",
        "a/",
        "u\u0308ber",
        "a\u202eb",
        "\uff0e\uff0e/x"
      })
  void refusesNamesThatTwoReadersCouldTakeForDifferentThings(String path) {
    assertThatThrownBy(() -> names.file(path))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("cannot be put before the ledger");
  }

  @ParameterizedTest
  @CsvSource({
    "docs/link, a.md, repo/team/site/files/docs/a.md",
    "docs/link, ../src/A.java, repo/team/site/files/src/A.java",
    "docs/deep/link, .././x/, repo/team/site/files/docs/x",
    "link, ., repo/team/site/files",
    "docs/link, .., repo/team/site/files"
  })
  void followsALinkByNameAlone(String path, String target, String resource) {
    assertThat(names.linkTarget(path, target.getBytes(StandardCharsets.UTF_8))).isEqualTo(resource);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../../x", "../docs/../../x", ""})
  void refusesLinksThatLeaveTheRepository(String target) {
    assertThatThrownBy(() -> names.linkTarget("docs/link", target.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("leaves the repository");
  }

  @Test
  void refusesBytesThatAreNoText() {
    assertThatThrownBy(() -> RawDiff.text(new byte[] {'a', (byte) 0xff, '\n'}))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("'a\\xff\\x0a' is not UTF-8");
  }
}
