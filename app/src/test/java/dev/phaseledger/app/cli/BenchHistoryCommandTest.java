package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That it measures what it says, and leaves nothing behind; how fast it was is not tested.
class BenchHistoryCommandTest {

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void measuresBothContractsAndRemovesItsDatabase() {
    Path data = directory.resolve("bench");

    int exitCode =
        run(
            "--events=3000",
            "--seconds=0.2",
            "--rounds=2",
            "--warmup=0.1",
            "--loads=2",
            "--json",
            "--data=" + data);

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    Fields report = (Fields) Json.parse(out.toString());
    assertThat(((Items) report.find("results").orElseThrow()).values())
        .extracting(result -> ((Fields) result).find("events").orElseThrow())
        .containsExactly(Num.of(1_000), Num.of(3_000));
    assertThat(data).doesNotExist();
  }

  @Test
  void namesTheOptionThatIsOutOfRange() {
    assertThat(run("--events=10")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("events").contains("from 1000 to 10000000");
  }

  private int run(String... arguments) {
    var all = new String[arguments.length + 2];
    all[0] = "bench";
    all[1] = "history";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true)).execute(all);
  }
}
