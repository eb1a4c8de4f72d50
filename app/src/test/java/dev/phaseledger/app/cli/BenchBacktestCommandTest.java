package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.Members;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That it judges every decision again, and leaves nothing behind; how fast it was is not tested.
class BenchBacktestCommandTest {

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void measuresBothWaysAndRemovesItsDatabase() {
    Path data = directory.resolve("bench");

    int exitCode =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(
                "bench", "backtest", "--decisions=700", "--rounds=1", "--json", "--data=" + data);

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    Fields report = (Fields) Json.parse(out.toString());
    assertThat(((Items) report.find("results").orElseThrow()).values())
        .extracting(result -> ((Fields) result).find("name").orElseThrow())
        .containsExactly(new Text("read"), new Text("perDecision"), new Text("stateful"));
    Fields options = Members.object(report, "options");
    assertThat(Members.number(options, "flippedPerDecision")).isPositive();
    assertThat(Members.number(options, "flippedStateful")).isPositive();
    assertThat(data).doesNotExist();
  }
}
