package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import dev.phaseledger.api.value.JsonValue.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That each measures what it says, and leaves nothing behind; how fast it was is not tested.
class BenchCommandsTest {

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void replaysAWholeLogIntoEmptyProjections() {
    Fields report =
        report("replay", "--decisions=30", "--rounds=2", "--data=" + directory.resolve("bench"));

    assertThat(names(report)).containsExactly("cold", "read", "replay");
    assertThat(member(report, "options", "entries")).isInstanceOf(Num.class);
    assertThat(directory.resolve("bench")).doesNotExist();
  }

  @Test
  void verifiesAnExportOfEachSize() {
    Fields report =
        report("verify", "--entries=600", "--bytes=1,300", "--rounds=1", "--scratch=" + directory);

    assertThat(names(report)).containsExactly("verify 1", "sha256 1", "verify 300", "sha256 300");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void auditsTheLogThatTwoNodesHaveMade() {
    Fields report =
        report(
            "nodes",
            "--callers=2",
            "--seconds=0.3",
            "--rounds=1",
            "--warmup=0",
            "--data=" + directory.resolve("bench"));

    assertThat(names(report)).containsExactly("one", "one-double", "two");
    assertThat(member(report, "options", "audit", "lost")).isEqualTo(Num.of(0));
    assertThat(member(report, "options", "audit", "doubled")).isEqualTo(Num.of(0));
    assertThat(member(report, "options", "audit", "gapless")).isEqualTo(Bool.TRUE);
    assertThat(member(report, "options", "audit", "treeMatches")).isEqualTo(Bool.TRUE);
    assertThat(directory.resolve("bench")).doesNotExist();
  }

  @Test
  void asksForDecisionsOverHttpFromAnotherProcess() {
    Fields report =
        report(
            "decision",
            "--http",
            "--callers=2",
            "--seconds=0.3",
            "--rounds=1",
            "--warmup=0",
            "--data=" + directory.resolve("bench"));

    List<JsonValue> results = ((Items) report.find("results").orElseThrow()).values();
    assertThat(results)
        .extracting(result -> ((Fields) result).find("variant").orElseThrow())
        .containsExactly(new Text("jdbc"), new Text("decision"), new Text("http"));
    assertThat(member((Fields) results.getLast(), "cpuMicrosPerOperation", "client"))
        .isInstanceOf(Fields.class);
    assertThat(directory.resolve("bench")).doesNotExist();
  }

  @Test
  void comparesInvariantsWithHandWrittenRulesAndCedar() {
    Fields report =
        report("policies", "--requests=200", "--rounds=1", "--seconds=0.01", "--warmup=0");

    assertThat(names(report))
        .containsExactly("ledger", "java", "cedar", "cedar-prepared", "check-200");
    assertThat(member(report, "options", "agreeing")).isEqualTo(Num.of(200));
  }

  @Test
  void namesTheOptionThatIsOutOfRange() {
    assertThat(run("replay", "--decisions=0")).isEqualTo(ExitCode.USAGE);
    assertThat(run("verify", "--bytes=70000")).isEqualTo(ExitCode.USAGE);
    assertThat(run("nodes", "--callers=129")).isEqualTo(ExitCode.USAGE);
    assertThat(run("policies", "--requests=0")).isEqualTo(ExitCode.USAGE);

    assertThat(err.toString()).contains("decisions", "bytes", "callers", "requests");
  }

  private static JsonValue member(Fields report, String... path) {
    JsonValue value = report;
    for (String name : path) {
      value = ((Fields) value).find(name).orElseThrow();
    }
    return value;
  }

  private static List<String> names(Fields report) {
    return ((Items) report.find("results").orElseThrow())
        .values().stream()
            .map(result -> ((Text) ((Fields) result).find("name").orElseThrow()).value())
            .toList();
  }

  private Fields report(String... arguments) {
    var all = new String[arguments.length + 1];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--json";
    assertThat(run(all)).as(err.toString()).isEqualTo(ExitCode.OK);
    return (Fields) Json.parse(out.toString());
  }

  private int run(String... arguments) {
    var all = new String[arguments.length + 1];
    all[0] = "bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true)).execute(all);
  }
}
