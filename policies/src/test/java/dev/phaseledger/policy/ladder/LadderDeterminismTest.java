package dev.phaseledger.policy.ladder;

import static dev.phaseledger.policy.ladder.Ladders.NOW;
import static dev.phaseledger.policy.ladder.Ladders.agent;
import static dev.phaseledger.policy.ladder.Ladders.competence;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.event.Competence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderDeterminismTest {

  private static final List<String> SOURCES =
      List.of(Ladders.THREE, Ladders.example("four-levels.ladder.yaml"));

  /// Everything that two ladders say about many agents, with what identifies them.
  private static List<Object> everything() {
    List<Object> all = new ArrayList<>();
    for (String source : SOURCES) {
      AutonomyLadder ladder = AutonomyLadder.compile(source);
      all.add(ladder.digest());
      all.add(ladder.levels());
      all.add(ladder.warnings());
      Random random = new Random(42);
      for (int i = 0; i < 400; i++) {
        Competence competence = work(random);
        int level = random.nextInt(5);
        all.add(ladder.promotion(agent(level), competence, NOW));
        all.add(ladder.demotion(agent(level), competence, NOW));
      }
    }
    return all;
  }

  private static Competence work(Random random) {
    return competence(
        random.nextInt(150),
        random.nextInt(3) == 0 ? random.nextInt(40) : 0,
        random.nextInt(6) == 0 ? random.nextInt(3) : 0,
        Duration.ofHours(random.nextInt(2_400)));
  }

  @ParameterizedTest
  @CsvSource({"tr-TR, Asia/Kathmandu", "ar-EG-u-nu-arab, Pacific/Apia", "de-DE, Europe/Berlin"})
  void saysTheSameUnderAnotherLocaleAndTimeZone(String locale, String zone) {
    List<Object> here = everything();
    Locale locales = Locale.getDefault();
    TimeZone zones = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(locale));
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      assertThat(everything()).isEqualTo(here);
    } finally {
      Locale.setDefault(locales);
      TimeZone.setDefault(zones);
    }
  }

  @Test
  void saysTheSameOnManyThreads() {
    AutonomyLadder ladder = AutonomyLadder.compile(SOURCES.get(1));
    List<Competence> works =
        IntStream.range(0, 50).mapToObj(seed -> work(new Random(seed))).toList();
    List<PromotionReview> alone =
        works.stream().map(work -> ladder.promotion(agent(1), work, NOW)).toList();
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(i ->
            assertThat(ladder.promotion(agent(1), works.get(i % 50), NOW))
                .isEqualTo(alone.get(i % 50)));
  }

  @Test
  void reachesEveryKindOfAnswerWithTheseSeeds() {
    List<Object> all = everything();
    assertThat(all).anyMatch(PromotionReview.Due.class::isInstance);
    assertThat(all).anyMatch(PromotionReview.NotDue.class::isInstance);
    assertThat(all.toString()).contains("demotion from level 3", "demotion from level 2");
  }

  /// A digest that changed would be another ladder: what is in force everywhere would be no longer.
  @Test
  void keepsTheDigestOfALadder() {
    assertThat(AutonomyLadder.compile(Ladders.THREE).digest().value())
        .isEqualTo("sha256:9d6e2ba2d74621af0659229d2e1df77aae68030d87533e3d0e954635e216121d");
  }
}
