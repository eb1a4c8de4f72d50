package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.InvalidMaps.Mark;
import dev.phaseledger.policy.InvalidMaps.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InvalidMapSamplesTest {

  /// Something that was said about a map.
  private record Said(int line, int column, boolean warning, String words) {}

  static Stream<Sample> samples() {
    return InvalidMaps.all();
  }

  private static List<Said> said(MapReview review) {
    List<Said> said = new ArrayList<>();
    review.problems().forEach(problem -> said.add(said(problem, false)));
    review.warnings().forEach(problem -> said.add(said(problem, true)));
    said.sort(Comparator.comparingInt(Said::line).thenComparingInt(Said::column));
    return said;
  }

  private static Said said(Problem problem, boolean warning) {
    return new Said(problem.line(), problem.column(), warning, problem.advice());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void pointAtEveryMistakeAndNothingElse(Sample sample) {
    List<Said> said = said(InvariantMaps.review(sample.source()));
    assertThat(said)
        .extracting(each -> new Mark(each.line(), each.column(), each.warning(), ""))
        .as("said: %s", said)
        .containsExactlyElementsOf(
            sample.marks().stream()
                .map(mark -> new Mark(mark.line(), mark.column(), mark.warning(), ""))
                .toList());
    for (int i = 0; i < said.size(); i++) {
      assertThat(said.get(i).words()).contains(sample.marks().get(i).words());
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void standAgainstAMapOnlyWhereOneIsAProblem(Sample sample) {
    boolean refused = sample.marks().stream().anyMatch(mark -> !mark.warning());
    assertThat(InvariantMaps.review(sample.source()).map().isEmpty()).isEqualTo(refused);
  }

  @Test
  void areManyAndEachPointsAtSomething() {
    assertThat(samples()).hasSizeGreaterThanOrEqualTo(60).allMatch(each -> !each.marks().isEmpty());
  }
}
