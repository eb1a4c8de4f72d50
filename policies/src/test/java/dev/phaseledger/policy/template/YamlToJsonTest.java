package dev.phaseledger.policy.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.policy.InvalidMapException;
import dev.phaseledger.policy.InvalidMapException.Problem;
import org.junit.jupiter.api.Test;

class YamlToJsonTest {

  private static Problem refused(String yaml) {
    InvalidMapException refused =
        catchThrowableOfType(InvalidMapException.class, () -> YamlToJson.fields(yaml));
    assertThat(refused).as("must be refused: %.60s", yaml).isNotNull();
    return refused.problems().getFirst();
  }

  @Test
  void readsAContractFile() {
    assertThat(
            Json.text(
                YamlToJson.fields(
                    """
                    # A contract.
                    agentId: agent-7
                    task: >-
                      Change
                      things
                    scope: ["src/**"]
                    requiredLevel: 2
                    attributes: {rate: 0.10, big: 123456789012345678901234567890, on: yes, no: ~}
                    stopping:
                      expiresAt: 2027-01-31T12:00:00Z
                    shared: &shared [a, true]
                    again: *shared
                    """)))
        .isEqualTo(
            "{\"again\":[\"a\",true],\"agentId\":\"agent-7\",\"attributes\":{\"big\":"
                + "123456789012345678901234567890,\"no\":null,\"on\":\"yes\",\"rate\":0.1},"
                + "\"requiredLevel\":2,\"scope\":[\"src/**\"],\"shared\":[\"a\",true],"
                + "\"stopping\":{\"expiresAt\":\"2027-01-31T12:00:00Z\"},\"task\":\"Change things\"}");
  }

  @Test
  void namesLineAndColumnOfWhatItRefuses() {
    Problem twice = refused("a: 1\nb:\n  c: 1\n  c: 2\n");
    assertThat(twice.message()).contains("twice");
    assertThat(twice.line()).isEqualTo(4);
    assertThat(twice.column()).isEqualTo(3);
    Problem tag = refused("a: 1\nb: !!java.io.File {path: x}\n");
    assertThat(tag.message()).contains("tags are not accepted");
    assertThat(tag.line()).isEqualTo(2);
    assertThat(tag.column()).isEqualTo(4);
  }

  @Test
  void refusesWhatIsNotOneObject() {
    assertThat(refused("[a]").message()).contains("must be a mapping, but is a list");
    assertThat(refused("text").message()).contains("must be a mapping");
    refused("");
    refused("a: 1\n--- \nb: 2\n");
  }

  @Test
  void refusesWhatIsTooLarge() {
    assertThat(refused("#".repeat(YamlToJson.SOURCE_BYTES_MAX + 1)).message())
        .contains("65536 bytes");
    assertThat(refused("{a: ".repeat(10_000)).message()).contains("nested more than");
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 12; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    assertThat(refused(bomb.toString()).message()).contains("nodes");
    refused("a: &a {b: *a}");
  }

  @Test
  void refusesNumbersThatAreNoJsonNumbers() {
    for (String number : new String[] {"0x1F", "0o17", ".inf", "-.INF", ".nan", "1e999999"}) {
      assertThat(refused("a: " + number).line()).isEqualTo(1);
    }
  }
}
