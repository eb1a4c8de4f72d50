package dev.phaseledger.app.service;

import static dev.phaseledger.app.service.RunningService.OPERATOR;
import static dev.phaseledger.app.service.RunningService.SUPERVISOR;
import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.Principal;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples that people run, as they are, on a service that runs already. Needs git, curl and
/// jq on the path.
final class ExampleScriptsTest {

  private static final Path EXAMPLES = Path.of("..", "examples").toAbsolutePath().normalize();

  private static RunningService ledger;

  @TempDir static Path directory;
  private static Path program;

  @BeforeAll
  static void start() throws IOException {
    ledger = RunningService.start();
    ledger.add(principal("ci", Principal.Kind.SERVICE, Role.OPERATOR));
    ledger.add(principal("grace", Principal.Kind.HUMAN, Role.APPROVER));
    program = GuardedRepository.program(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    ledger.close();
  }

  private static Principal principal(String id, Principal.Kind kind, Role role) {
    return new Principal(
        new PrincipalId(id), kind, new TenantId("default"), Set.of(role), Optional.empty());
  }

  @Test
  void letsAnAgentChangeOneDirectory() throws Exception {
    String text = run("scoped-file-modification");
    assertThat(text)
        .contains("is authorized by dispatch")
        .contains("dispatch.decided", "failure.signalled", "contract.revoked")
        .contains("== The trail of the refused push");
  }

  @Test
  void promotesAJuniorEngineer() throws Exception {
    String text = run("junior-engineer");
    assertThat(text)
        .contains("ladder.actions", "is outside the scope", "openDispatchesMax")
        .contains("level and passes in a row: 2 1")
        .contains("== The trail of the merge");
  }

  private static String run(String example) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", EXAMPLES.resolve(example).resolve("run.sh").toString())
            .directory(directory.toFile())
            .redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "LEDGER_PROGRAM", program.toString(),
                "LEDGER_URL", ledger.service().url().toString(),
                "LEDGER_TOKEN", ledger.token(OPERATOR),
                "LEDGER_CI_TOKEN", ledger.token("ci"),
                "LEDGER_APPROVER_TOKEN", ledger.token(SUPERVISOR),
                "LEDGER_SECOND_APPROVER_TOKEN", ledger.token("grace")));
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text;
  }
}
