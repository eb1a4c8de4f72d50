package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.event.Judgement.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeterminismTest {

  static final List<CompiledMap> MAPS =
      List.of(
          InvariantMaps.compile(Sources.repoWrites()),
          InvariantMaps.compile(Sources.read("twenty.invariants.yaml")),
          InvariantMaps.compile(
              Sources.map(
                  """
                  facts: {owner: {type: string, keyed: true}}
                  invariants:
                    - {id: O, expression: "command.paths.all(p, !(p in facts.owner) || facts.owner[p] == command.requestedBy)", onViolation: {effect: REQUIRE_APPROVAL, roles: [owner]}}
                  """)));

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void givesTheSameEvaluationForTheSameInput(long seed) {
    List<CompiledMap> shuffled = new ArrayList<>(MAPS);
    Collections.shuffle(shuffled, new Random(seed));
    Evaluation first = PolicySnapshot.of(MAPS).evaluate(input(seed));
    Evaluation second = PolicySnapshot.of(shuffled).evaluate(input(seed));
    assertThat(second).isEqualTo(first);
    assertThat(PolicySnapshot.of(MAPS).evaluate(input(seed))).isEqualTo(first);
  }

  @Test
  void givesTheSameEvaluationsOnManyThreads() {
    PolicySnapshot snapshot = PolicySnapshot.of(MAPS);
    List<Evaluation> alone = seeds().mapToObj(seed -> snapshot.evaluate(input(seed))).toList();
    IntStream.range(0, 2_000)
        .parallel()
        .forEach(i -> {
          int seed = i % alone.size();
          assertThat(snapshot.evaluate(input(seed))).isEqualTo(alone.get(seed));
        });
  }

  @Test
  void givesTheSameEvaluationsInProcessesOfOtherPlacesAndHashes() throws Exception {
    String turkish =
        dump("-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Asia/Kathmandu", "2");
    String hindi =
        dump("-Duser.language=hi", "-Duser.country=IN", "-Duser.timezone=America/St_Johns", "0");
    String here = EvaluationDump.evaluations();
    assertThat(turkish).isEqualTo("tr_TR Asia/Kathmandu\n" + here);
    assertThat(hindi).isEqualTo("hi_IN America/St_Johns\n" + here);
  }

  /// Sets and maps of the JDK are seeded anew in every process; the hash of objects is chosen here.
  private static String dump(String language, String country, String timeZone, String hashes)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                language,
                country,
                timeZone,
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=" + hashes,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                EvaluationDump.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }

  @Test
  void evaluatesEachOfTwentyInvariantsOnce() {
    Evaluation evaluation = PolicySnapshot.of(List.of(MAPS.get(1))).evaluate(input(3));
    assertThat(evaluation.results()).hasSize(20);
    assertThat(evaluation.results())
        .extracting(result -> result.invariant())
        .doesNotHaveDuplicates();
  }

  @Test
  void reachesManyEffectsWithTheseSeeds() {
    PolicySnapshot snapshot = PolicySnapshot.of(MAPS);
    Set<Effect> effects = EnumSet.noneOf(Effect.class);
    seeds().forEach(seed -> effects.add(snapshot.evaluate(input(seed)).effect()));
    assertThat(effects).contains(Effect.REVOKE, Effect.VETO, Effect.DEFER);
  }

  static DecisionInput input(long seed) {
    Random random = new Random(seed);
    String path =
        pick(
            random,
            "src/main/A.java",
            "src/main/B.java",
            "src/main/k.pem",
            "deploy/x",
            "src/main/../B");
    Dispatches dispatch =
        Dispatches.dispatch()
            .parameters(
                "{\"diffLines\":%d,\"branch\":\"feature/GOV-%d\",\"env\":\"%s\",\"paths\":[\"%s\"]}"
                    .formatted(
                        random.nextInt(1_000),
                        100 + random.nextInt(900),
                        pick(random, "prod", "staging"),
                        path))
            .labels(Map.of("commit", pick(random, "c0ffee", "beef")))
            .attributes(
                "{\"tier\":\"standard\",\"quorum\":1,\"run\":{\"state\":\"RUNNING\",\"frozen\":false,\"openIncidents\":0}}")
            .counters(
                Map.of(
                    "failures_24h",
                    (long) random.nextInt(8),
                    "actions_1h",
                    (long) random.nextInt(120)))
            .fact("owner", path, "\"" + pick(random, "user:alice", "user:bob") + "\"");
    for (String kind : List.of("tests", "review")) {
      if (random.nextInt(5) > 0) {
        dispatch.evidence(
            kind,
            Dispatches.NOW.minusSeconds(random.nextInt(9_000)),
            "{\"passed\":true,\"commit\":\"c0ffee\"}");
      }
    }
    for (String by : List.of("user:carol", "user:dave", "user:alice")) {
      if (random.nextInt(by.equals("user:alice") ? 6 : 2) == 0) {
        dispatch.approval(by, pick(random, "maintainer", "security", "owner"));
      }
    }
    return dispatch.input();
  }

  private static String pick(Random random, String... values) {
    return values[random.nextInt(values.length)];
  }
}
