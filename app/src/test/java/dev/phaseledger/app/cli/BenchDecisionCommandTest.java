package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Text;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That it measures what it says, and leaves nothing behind; how fast it was is not tested.
class BenchDecisionCommandTest {

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void measuresEveryVariantAndRemovesItsDatabase() {
    Path data = directory.resolve("bench");

    int exitCode =
        run(
            "--callers=1,3",
            "--seconds=0.2",
            "--rounds=2",
            "--warmup=0.1",
            "--json",
            "--data=" + data);

    assertThat(err.toString()).isEmpty();
    assertThat(exitCode).isEqualTo(ExitCode.OK);
    Fields report = (Fields) Json.parse(out.toString());
    assertThat(((Items) report.find("results").orElseThrow()).values())
        .extracting(result -> ((Fields) result).find("variant").orElseThrow())
        .containsExactly(
            new Text("jdbc"),
            new Text("axon"),
            new Text("decision"),
            new Text("jdbc"),
            new Text("axon"),
            new Text("decision"));
    assertThat(data).doesNotExist();
  }

  @Test
  void removesNoDirectoryThatIsNotItsOwn() throws IOException {
    Path kept = Files.writeString(directory.resolve("kept.txt"), "kept");

    assertThat(run("--data=" + directory)).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("exists; name a directory with --data");
    assertThat(kept).exists();
  }

  @Test
  void namesTheOptionThatIsOutOfRange() {
    assertThat(run("--callers=0")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("callers").contains("from 1 to 256");
  }

  private int run(String... arguments) {
    var all = new String[arguments.length + 2];
    all[0] = "bench";
    all[1] = "decision";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true)).execute(all);
  }
}
