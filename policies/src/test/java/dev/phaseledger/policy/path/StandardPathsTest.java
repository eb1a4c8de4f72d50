package dev.phaseledger.policy.path;

import static dev.phaseledger.policy.path.Observations.about;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.policy.path.Observations.Past;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The example that people start from.
class StandardPathsTest {

  private String source = "";

  @BeforeEach
  void read() throws IOException {
    source = Files.readString(Path.of("..", "examples", "paths", "standard.paths.yaml"));
  }

  private List<String> fired(Observation observation, Past past) {
    return RevocationPaths.compile(source).fires(observation, past).stream()
        .map(Firing::path)
        .toList();
  }

  @Test
  void compilesWithoutWarnings() {
    RevocationPaths paths = RevocationPaths.compile(source);
    assertThat(paths.name()).isEqualTo("standard");
    assertThat(paths.warnings()).isEmpty();
    assertThat(paths.paths()).hasSize(8);
  }

  @Test
  void answersEachKindOfFailure() {
    Past quiet = new Past();
    assertThat(fired(new Observation.Breach(about("contract.breach"), "scope"), quiet))
        .containsExactly("left-its-scope");
    assertThat(fired(new Observation.Breach(about("contract.limit"), "actions"), quiet)).isEmpty();
    assertThat(fired(new Observation.FailedEvidence(about("tests")), quiet))
        .containsExactly("tests-failed-after-release");
    assertThat(fired(new Observation.StaleHeartbeat(about("heartbeat")), quiet))
        .containsExactly("went-silent");
    assertThat(fired(new Observation.Overrun(about("cost"), 100, 111), quiet))
        .containsExactly("overspent");
    assertThat(fired(new Observation.Signalled(about("any", Severity.CRITICAL), "ledger"), quiet))
        .containsExactly("critical-signal");
    assertThat(fired(new Observation.Manual(about("operator"), "stop-everything"), quiet))
        .containsExactly("stop-everything");
  }

  @Test
  void writesActionsAsTheDocumentDoes() {
    RevocationPaths paths = RevocationPaths.compile(source);
    assertThat(paths.paths().getFirst().actions())
        .extracting(PathAction::written)
        .containsExactly("demote: {levels: 1}", "notify: {webhook: operations}");
    assertThat(paths.find("tests-failed-after-release").orElseThrow().actions())
        .extracting(PathAction::written)
        .contains(
            "cancel-open-dispatches",
            "rollback: {template: undo-change, agent: rollback-agent, action: git.revert}");
  }

  @Test
  void demotesAfterThreeFailuresADay() {
    Observation failure = new Observation.Failure(about("outcome"));
    Past past = new Past().failed(Duration.ZERO, Duration.ofHours(3));
    assertThat(fired(failure, past)).isEmpty();
    assertThat(fired(failure, past.failed(Duration.ofHours(9))))
        .containsExactly("repeated-failures");
  }
}
