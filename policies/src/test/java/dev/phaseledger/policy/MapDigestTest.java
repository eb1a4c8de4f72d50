package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.PolicyEvent.InvariantMapPublished;
import dev.phaseledger.api.event.PolicyEvent.Release;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MapDigestTest {

  private static final String MAP =
      """
      apiVersion: governance/v1
      kind: InvariantMap
      metadata: {name: m, version: 1, owner: tests}
      spec:
        environment: gov-cel/1
        invariants:
          - {id: I, expression: agent.level > 0, onViolation: {effect: VETO}}
      """;

  private static final Digest ELSEWHERE = Digest.of("another environment");

  private static CompiledMap published(String source, Digest digest, Optional<Release> release) {
    return InvariantMaps.published(new InvariantMapPublished("m", 1, digest, source, release));
  }

  private static Release release(Digest environment, String libraries) {
    return new Release(environment, libraries, Set.of(), Optional.empty(), false, Optional.empty());
  }

  private static Digest digest(Digest environment, String libraries) {
    return Digest.of("map/2\n%s\n%s\n%s".formatted(environment, libraries, MAP));
  }

  @Test
  void readsAMapThatWasPublishedBeforeItsEnvironmentWasRecorded() {
    Digest first = Digest.of(InvariantMaps.environment().value() + "\n" + MAP);

    CompiledMap map = published(MAP, first, Optional.empty());

    assertThat(map.digest()).isEqualTo(first);
    assertThat(map.unfit()).isEmpty();
    assertThat(first).isNotEqualTo(InvariantMaps.compile(MAP).digest());
  }

  @Test
  void saysThatAMapOfAnUnknownEnvironmentHasToBePublishedAgain() {
    Digest then = Digest.of(ELSEWHERE.value() + "\n" + MAP);

    CompiledMap map = published(MAP, then, Optional.empty());

    assertThat(map.digest()).isEqualTo(then);
    assertThat(map.unfit())
        .hasValueSatisfying(why -> assertThat(why).contains("another environment"));
  }

  @Test
  void namesBothEnvironmentsAndBothSetsOfLibraries() {
    String libraries = InvariantMaps.libraries();
    Digest environment = InvariantMaps.environment();

    assertThat(
            published(MAP, digest(ELSEWHERE, libraries), Optional.of(release(ELSEWHERE, libraries)))
                .unfit())
        .hasValueSatisfying(
            why -> assertThat(why).contains(ELSEWHERE.value()).contains(environment.value()));
    assertThat(
            published(
                    MAP,
                    digest(environment, "cel=0.9"),
                    Optional.of(release(environment, "cel=0.9")))
                .unfit())
        .hasValueSatisfying(why -> assertThat(why).contains("cel=0.9").contains(libraries));
    assertThat(
            published(
                    MAP,
                    InvariantMaps.compile(MAP).digest(),
                    Optional.of(release(environment, libraries)))
                .unfit())
        .isEmpty();
  }

  @Test
  void doesNotBelieveADigestThatIsNotTheSources() {
    CompiledMap map =
        published(
            MAP,
            Digest.of("another map"),
            Optional.of(release(InvariantMaps.environment(), InvariantMaps.libraries())));

    assertThat(map.unfit()).hasValueSatisfying(why -> assertThat(why).contains("not its own"));
  }

  @Test
  void putsSomethingThatRefusesInThePlaceOfWhatIsNoMapAnyMore() {
    String unreadable = MAP.replace("agent.level > 0", "agent.shoeSize > 40");

    CompiledMap map = published(unreadable, Digest.of("then"), Optional.empty());

    assertThat(map.source()).isEqualTo(unreadable);
    assertThat(map.unfit()).hasValueSatisfying(why -> assertThat(why).contains("shoeSize"));
    assertThat(map.invariants()).isNotEmpty();
  }

  @Test
  void coversTheLibrariesThatEvaluate() {
    assertThat(InvariantMaps.libraries()).matches("cel=\\d+\\S* patterns=\\d+\\S* yaml=\\d+\\S*");
  }
}
