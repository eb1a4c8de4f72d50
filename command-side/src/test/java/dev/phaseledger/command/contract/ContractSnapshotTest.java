package dev.phaseledger.command.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Released;
import dev.phaseledger.command.contract.RandomHistory.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContractSnapshotTest {

  private static final Path APPROVED =
      Path.of("src", "test", "resources", "approved", ContractSnapshot.FORM + ".json");
  private static final Path RECEIVED = Path.of("target", "received");
  private static final int STEPS = 1_200;
  private static final int SNAPSHOTS = 25;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void aSnapshotAtAnyPointAndTheRestIsTheWholeHistory(long seed) {
    List<Step> steps = new RandomHistory(seed).steps(STEPS);
    ContractState whole = folded(steps);
    var random = new Random(seed);

    for (int i = 0; i < SNAPSHOTS; i++) {
      int at = 1 + random.nextInt(steps.size());
      ContractState kept = again(folded(steps.subList(0, at)));
      ContractState rest = folded(kept, steps.subList(at, steps.size()));
      assertSame(rest, whole);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13})
  void snapshotsOfSnapshotsLoseNothing(long seed) {
    List<Step> steps = new RandomHistory(seed).steps(STEPS);
    ContractState kept = folded(steps.subList(0, 1));
    for (Step step : steps.subList(1, steps.size())) {
      kept = again(kept.evolve(step.event(), step.cause()));
    }
    assertSame(kept, folded(steps));
  }

  /// However long the history is, nothing in the state is there more often than a limit says.
  @Test
  void doesNotGrowWithTheHistory() {
    List<Step> steps = new RandomHistory(20).steps(20_000);
    int most = 0;
    ContractState state = folded(steps.subList(0, 1));
    for (int i = 1; i < steps.size(); i++) {
      state = state.evolve(steps.get(i).event(), steps.get(i).cause());
      if (i % 1_000 == 0) {
        most = Math.max(most, ContractSnapshot.encode(state).length);
        assertThat(state.evidence()).hasSizeLessThanOrEqualTo(Limits.CONTRACT_EVIDENCE_MAX);
        assertThat(state.facts().all()).hasSizeLessThanOrEqualTo(42);
        assertThat(state.open()).hasSizeLessThanOrEqualTo(60);
      }
    }
    assertThat(most).isLessThan(400_000);
  }

  @Test
  void writesTheApprovedForm() throws IOException {
    byte[] received = ContractSnapshot.encode(sample());
    Path file = RECEIVED.resolve(ContractSnapshot.FORM + ".json");
    Files.createDirectories(RECEIVED);
    Files.write(file, received);

    assertThat(new String(received, StandardCharsets.UTF_8))
        .as(
            "The form %s differs from %s. Snapshots in the old form would be read as the new one:"
                + " a changed form needs a new name. If it has one, approve it: cp %s %s",
            ContractSnapshot.FORM, APPROVED, file, APPROVED)
        .isEqualTo(Files.exists(APPROVED) ? Files.readString(APPROVED) : "");
  }

  @Test
  void readsTheApprovedForm() throws IOException {
    assertSame(ContractSnapshot.decode(Files.readAllBytes(APPROVED)), sample());
  }

  @Test
  void namesWhatIsMissing() {
    var form = (Fields) Json.parse(ContractSnapshot.encode(sample()));
    assertThat(form.members().keySet())
        .filteredOn(name -> !name.equals("firstReleasedAt"))
        .allSatisfy(name -> {
          var members = new TreeMap<String, JsonValue>(form.members());
          members.remove(name);
          assertThatExceptionOfType(InvalidFieldException.class)
              .isThrownBy(() -> ContractSnapshot.decode(Json.bytes(new Fields(members))))
              .satisfies(refused -> assertThat(refused.field()).isEqualTo(name));
        });
  }

  /// The first state of a history that has every member, an approval and a released dispatch.
  private static ContractState sample() {
    List<Step> steps = new RandomHistory(42).steps(STEPS);
    ContractState state = folded(steps.subList(0, 1));
    for (Step step : steps.subList(1, steps.size())) {
      state = state.evolve(step.event(), step.cause());
      if (state.open().containsValue(new Released())
          && !state.delegations().children().isEmpty()
          && state.progress().since().isPresent()
          && !state.progress().recorded().isEmpty()
          && state.open().values().stream()
              .anyMatch(open -> open instanceof Pending p && !p.approvals().isEmpty())) {
        return state;
      }
    }
    throw new IllegalStateException("no such state in this history");
  }

  private static ContractState again(ContractState state) {
    return ContractSnapshot.decode(ContractSnapshot.encode(state));
  }

  private static ContractState folded(List<Step> steps) {
    var issued = (ContractIssued) steps.getFirst().event();
    return folded(ContractState.issued(issued), steps.subList(1, steps.size()));
  }

  private static ContractState folded(ContractState from, List<Step> steps) {
    ContractState state = from;
    for (Step step : steps) {
      state = state.evolve(step.event(), step.cause());
    }
    return state;
  }

  /// Field by field, and byte by byte. What is compiled follows from the terms.
  private static void assertSame(ContractState one, ContractState other) {
    assertThat(one).usingRecursiveComparison().ignoringFields("grant").isEqualTo(other);
    assertThat(ContractSnapshot.encode(one)).isEqualTo(ContractSnapshot.encode(other));
  }
}
