package dev.phaseledger.app.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.phaseledger.api.InvalidFieldException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProfileReaderTest {

  @Test
  void readsAWholeProfile() {
    Profile profile = ProfileReader.read(Profiles.DESK);
    assertThat(profile.name()).isEqualTo("desk");
    assertThat(profile.agent().level()).isEqualTo(3);
    assertThat(profile.run().id()).containsExactly("task_id", "trial");
    assertThat(profile.tools().keySet()).containsExactly("get_order", "note", "refund_order");
    assertThat(profile.tool("get_order").orElseThrow().facts()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: ImportProfile | kind: Other | kind",
        "level: 3 | level: 10 | spec.agent.level",
        "level: 3 | level: 2.5 | spec.agent.level",
        "id: desk-agent | id: ../desk | spec.agent.id",
        "messages: traj | mesages: traj | spec.run.mesages",
        "kind: effect | kind: efect | spec.tools.refund_order.kind",
        "pattern: 'It is (.+) UTC' | pattern: 'It is (.+ UTC' | spec.time.pattern",
        "pattern: 'It is (.+) UTC' | pattern: 'It is' | spec.time.pattern",
        "offset: \"+00:00\" | offset: later | spec.time",
        "key: $.id | key: id | spec.tools.get_order.facts[0].key",
        "key: $.id | key: $..id | spec.tools.get_order.facts[0].key",
        "value: $.lines | value: {arg: x} | spec.tools.get_order.facts[0].value.arg",
        "turnChars: 20 | turnChars: 0 | spec.turns.limits.turnChars",
      })
  void namesThePathOfWhatIsWrong(String right, String wrong, String path) {
    assertThat(Profiles.DESK).contains(right);
    assertThatThrownBy(() -> ProfileReader.read(Profiles.DESK.replace(right, wrong)))
        .isInstanceOfSatisfying(
            InvalidFieldException.class, failure -> assertThat(failure.field()).isEqualTo(path));
  }

  @Test
  void namesThePlaceOfWhatIsNoYaml() {
    assertThatThrownBy(() -> ProfileReader.read("a: 1\nb: [1\nc: 2\n"))
        .isInstanceOf(InvalidFieldException.class)
        .hasMessageStartingWith("line ");
    assertThatThrownBy(() -> ProfileReader.read("a: 1\na: 2\n"))
        .isInstanceOf(InvalidFieldException.class);
    assertThatThrownBy(() -> ProfileReader.read("")).isInstanceOf(InvalidFieldException.class);
  }
}
