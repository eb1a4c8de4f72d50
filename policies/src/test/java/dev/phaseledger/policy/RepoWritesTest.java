package dev.phaseledger.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RepoWritesTest {

  @Test
  void passesAllOfItsOwnTests() {
    CompiledMap map = InvariantMaps.compile(Sources.repoWrites());
    assertThat(MapTests.run(map))
        .hasSize(8)
        .allSatisfy(result -> assertThat(result.passed()).as(result.toString()).isTrue());
  }
}
