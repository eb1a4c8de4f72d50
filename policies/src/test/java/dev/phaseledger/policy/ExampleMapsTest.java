package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The catalogue of maps that authors copy, as it stands.
class ExampleMapsTest {

  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String SUFFIX = ".invariants.yaml";

  static List<Path> maps() throws IOException {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    }
  }

  @Test
  void holdsAMapForEachKindOfWork() throws IOException {
    assertThat(maps())
        .extracting(map -> map.getFileName().toString().replace(SUFFIX, ""))
        .containsExactlyInAnyOrder(
            "airline",
            "customer-data-export",
            "database-operations",
            "incident-response",
            "payments",
            "repository-work");
  }

  @ParameterizedTest
  @MethodSource("maps")
  void everyMapPassesItsTests(Path file) throws IOException {
    MapTests.Measured measured = MapTests.measure(InvariantMaps.compile(Files.readString(file)));
    assertThat(measured.results())
        .isNotEmpty()
        .allSatisfy(result -> assertThat(result.passed()).as(result.toString()).isTrue());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "repository-work",
        "database-operations",
        "payments",
        "customer-data-export",
        "incident-response"
      })
  void testsLeaveNothingOfAMapOpen(String name) throws IOException {
    Coverage coverage =
        MapTests.measure(
                InvariantMaps.compile(
                    Files.readString(EXAMPLES.resolve(name).resolve(name + SUFFIX))))
            .coverage();
    assertThat(coverage.invariants())
        .allSatisfy(each -> assertThat(each.seen()).as(each.toString()).isEqualTo(each.possible()));
    assertThat(coverage.branches())
        .allSatisfy(
            each -> assertThat(each.seenTrue() && each.seenFalse()).as(each.toString()).isTrue());
    assertThat(coverage.invariantPercent()).isEqualTo(100);
    assertThat(coverage.branchPercent()).isEqualTo(100);
  }

  @ParameterizedTest
  @MethodSource("maps")
  void aReadmeBesideItNamesTheFileAndItsRules(Path file) throws IOException {
    String readme = Files.readString(file.resolveSibling("README.md"));
    assertThat(readme).contains(file.getFileName().toString());
    if (!file.getFileName().toString().startsWith("airline")) {
      assertThat(readme).contains(InvariantMaps.compile(Files.readString(file)).invariants());
    }
  }
}
