package dev.phaseledger.policy.cel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathNamesTest {

  @ParameterizedTest
  @CsvSource({
    "src/main/A.java, src/main/, true",
    "src/mainX, src/main/, false",
    "src/mainX/A.java, src/main, false",
    "src/main, src/main, true",
    "src/main, src/main/, false",
    "src/main/A.java, src/main, true",
    "src//main/./A.java, src/main, true",
    "src/main/../main/A.java, src/main/, true",
    "src/main/../../etc/passwd, src/main/, false",
    "../src/main/A.java, src/main/, false",
    "/src/main/A.java, src/main/, false",
    "/src/main/A.java, /src, true",
    "/etc/passwd, /, true",
    "src\\main\\A.java, src, false",
    "src/main/%2e%2e/x, src/main/, false",
    "a/b, ., true",
    "../b, ., false",
    "/b, ., false",
    "a, '', false",
    "src/main/a/b.java, src/**, true",
    "srcs/a, src/**, false",
    "repo://app/src/A, repo://app/src/, true",
    "repo://app/src/../x, repo://app/src/, false",
    "repo://app/../../x, repo://app/, true",
    "repo://other/src/A, repo://app/, false",
  })
  void isWithinByWholeSegments(String path, String allowed, boolean within) {
    assertThat(PathNames.within(List.of(path), List.of(allowed))).isEqualTo(within);
  }

  @Test
  void isWithinOnlyIfEveryPathIs() {
    assertThat(PathNames.within(List.of("a/x", "b/x"), List.of("a", "b"))).isTrue();
    assertThat(PathNames.within(List.of("a/x", "c/x"), List.of("a", "b"))).isFalse();
    assertThat(PathNames.within(List.of(), List.of())).isTrue();
  }

  @Test
  void matchesGlobsAsWrittenAndInTheOneForm() {
    assertThat(PathNames.anyGlob(List.of("a/k.pem"), List.of("**/*.pem"))).isTrue();
    assertThat(PathNames.anyGlob(List.of("x/../deploy/./y"), List.of("deploy/**"))).isTrue();
    assertThat(PathNames.anyGlob(List.of("a/b.java"), List.of("**/*.pem", "deploy/**"))).isFalse();
    assertThat(PathNames.anyGlob(List.of("../x"), List.of("../*"))).isTrue();
  }

  @Test
  void cannotJudgePathsThatHideHowTheyResolve() {
    assertThatThrownBy(() -> PathNames.anyGlob(List.of("a%2fk.pem"), List.of("**/*.pem")))
        .hasMessageContaining("hides");
  }

  @ParameterizedTest
  @CsvSource({
    "a/b, true",
    "a/..b, true",
    "a/../b, false",
    "../a, false",
    "/a, false",
    "a\\b, false",
    "a/%2E%2e/b, false",
    "a..b, true",
    "'', true"
  })
  void isTraversalFree(String path, boolean free) {
    assertThat(PathNames.traversalFree(List.of(path))).isEqualTo(free);
  }
}
