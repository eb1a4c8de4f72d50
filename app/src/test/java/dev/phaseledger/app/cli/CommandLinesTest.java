package dev.phaseledger.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.database.DataDirectory;
import dev.phaseledger.app.security.PrincipalsFile;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.export.ExportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLinesTest {

  @TempDir Path directory;

  record Result(int exitCode, String out, String err) {}

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        CommandLines.create(new PrintWriter(out, true), new PrintWriter(err, true))
            .execute(arguments);
    return new Result(exitCode, out.toString(), err.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "serve",
        "migrate",
        "import",
        "evaluate",
        "trail",
        "export",
        "verify",
        "subject",
        "subject erase",
        "verify entry",
        "verify receipt",
        "verify consistency",
        "verify monitor",
        "policy",
        "policy check",
        "policy schema",
        "policy test",
        "policy case",
        "policy publish",
        "ladder",
        "ladder check",
        "ladder publish",
        "ladder show",
        "agent",
        "agent register",
        "agent list",
        "agent show",
        "agent level",
        "agent suspend",
        "agent revoke",
        "agent reinstate",
        "agent promotions",
        "agent promote",
        "agent reject-promotion",
        "halt",
        "resume",
        "principal",
        "principal add",
        "keys",
        "keys list",
        "keys stage",
        "keys rotate",
        "guard",
        "guard git",
        "guard git install",
        "guard git pre-receive",
        "guard git post-receive",
        "bench"
      })
  void explainsEveryCommand(String command) {
    String[] arguments = (command + " --help").strip().split(" ");
    Result result = run(arguments);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("Usage: ledger").contains("Exit codes:");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fly",
        "verify",
        "verify --fly x",
        "verify entry",
        "verify entry x --key k",
        "verify entry 1",
        "verify receipt r --key k",
        "verify receipt no-such-file --entry e --key k",
        "verify consistency a b --key k",
        "verify monitor --key k",
        "verify monitor --key k --state s --interval often",
        "verify monitor --key k --state s --once",
        "policy",
        "import runs.json --map p.yaml",
        "import runs.json --format csv --map p.yaml",
        "serve --port many",
        "evaluate runs.json --example ..",
        "evaluate runs.json --example ../airline",
        "evaluate runs.json --example none-such",
        "verify no-such-directory",
        "policy check no-such-file",
        "serve --database mysql://x",
        "guard",
        "guard git",
        "guard git install --repo .",
        "guard git install --repo none-such --service http://127.0.0.1:1 --token-file t",
        "guard git install --repo . --service nowhere --token-file t",
        "keys",
        "keys rotate",
        "keys stage --data no-such-directory",
        "trail a/b",
        "trail d-1 --url nowhere",
        "principal add --id x --kind human --role king",
        "ladder",
        "ladder check no-such-file",
        "agent",
        "agent level a",
        "agent level a many --reason x",
        "agent suspend a",
        "agent show a/b",
        "halt",
        "resume",
      })
  void refusesWrongUseInASentenceAndWithoutAStackTrace(String line) {
    Result result = run(line.split(" "));
    assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.USAGE);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("ledger: ").doesNotContain("\tat ");
  }

  @Test
  void saysHowToStartAServiceThatDoesNotAnswer() {
    Result result = run("trail", "d-1", "--url", "http://127.0.0.1:1", "--token", "x");
    assertThat(result.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(result.err()).contains("does not answer").contains("ledger serve");
  }

  @Nested
  final class Policies {

    @Test
    void acceptsAMapThatIsValid() throws IOException {
      Result result = run("policy", "check", map("command.action != 'delete'"));
      assertThat(result.exitCode()).as(result.out()).isZero();
      assertThat(result.out()).contains("map 'desk', version 1, is valid");
    }

    @Test
    void namesThePlaceOfEachMistake() throws IOException {
      Result result = run("policy", "check", map("command.nothing == 1"));
      assertThat(result.exitCode()).isEqualTo(ExitCode.NEGATIVE);
      assertThat(result.out()).containsPattern(":\\d+:\\d+: spec.invariants\\[0]");
    }

    @Test
    void warnsOfWhatIsHardlyMeantAndRefusesItIfAsked() throws IOException {
      String map = map("agent.level >= agent.level");
      Result lenient = run("policy", "check", map);
      assertThat(lenient.exitCode()).isZero();
      assertThat(lenient.out()).contains("is always true").contains("[warning]");
      assertThat(run("policy", "check", map, "--strict").exitCode()).isEqualTo(ExitCode.NEGATIVE);
    }

    @Test
    void saysWhatMayHaveBeenMeant() throws IOException {
      assertThat(run("policy", "check", map("agent.levell > 1")).out())
          .contains("did you mean 'level'?");
    }

    @Test
    void printsTheSchemaForEditors() {
      Result result = run("policy", "schema");
      assertThat(result.exitCode()).isZero();
      assertThat(((Fields) Json.parse(result.out().strip())).find("$schema")).isPresent();
    }

    @Test
    void printsNothingButJsonForMachines() throws IOException {
      Result result = run("policy", "check", map("command.nothing == 1"), "--json");
      assertThat(result.exitCode()).isEqualTo(ExitCode.NEGATIVE);
      assertThat(((Fields) Json.parse(result.out().strip())).find("valid")).contains(Bool.FALSE);
    }

    private String map(String expression) throws IOException {
      Path file = directory.resolve("map.yaml");
      Files.writeString(
          file,
          """
          apiVersion: governance/v1
          kind: InvariantMap
          metadata: {name: desk, version: 1, owner: desk}
          spec:
            environment: gov-cel/1
            invariants:
              - id: NO-DELETE
                severity: high
                enforcement: Enforce
                expression: %s
                onViolation: {effect: VETO}
          """
              .formatted(expression));
      return file.toString();
    }
  }

  @Nested
  final class Exports {

    private final NoteSigner signer = NoteSigner.generate("test/log", new SecureRandom());

    @Test
    void verifiesWhatIsUntouched() throws IOException {
      Path export = export();
      Result result = run("verify", export.toString());
      assertThat(result.exitCode()).as(result.out()).isZero();
      assertThat(result.out()).contains("Verified: 3 entries of test/log");
      assertThat(run("verify", export.toString(), "--key", signer.verifier().vkey()).exitCode())
          .isZero();
      Path key = directory.resolve("trusted.vkey");
      Files.write(key, TrustedKeys.of(signer.verifier()).format());
      assertThat(run("verify", export.toString(), "--key", key.toString()).exitCode()).isZero();
    }

    @Test
    void namesTheEntryThatWasAltered() throws IOException {
      Path export = export();
      Path entries = export.resolve("entries.ndjson");
      Files.writeString(entries, Files.readString(entries).replace("\"n\":1", "\"n\":7"));
      Result result = run("verify", export.toString());
      assertThat(result.exitCode()).isEqualTo(ExitCode.NEGATIVE);
      assertThat(result.out()).contains("NOT verified").contains("entry 1 is altered");
    }

    @Test
    void doesNotTrustAForeignKey() throws IOException {
      NoteSigner foreign = NoteSigner.generate("test/log", new SecureRandom());
      Result result =
          run("verify", export().toString(), "--key", foreign.verifier().vkey(), "--json");
      assertThat(result.exitCode()).isEqualTo(ExitCode.NEGATIVE);
      assertThat(((Fields) Json.parse(result.out().strip())).find("verified")).contains(Bool.FALSE);
    }

    private Path export() throws IOException {
      Path export = directory.resolve("export");
      TreeFrontier tree = TreeFrontier.EMPTY;
      try (ExportWriter writer = new ExportWriter(export)) {
        for (int n = 0; n < 3; n++) {
          byte[] entry = ("{\"n\":" + n + "}").getBytes(StandardCharsets.UTF_8);
          writer.append(entry);
          tree = tree.append(TreeHashing.leaf(entry));
        }
        SignedNote note =
            SignedNote.sign(
                new Checkpoint("test/log", tree.head(), List.of()).format(), List.of(signer));
        writer.finish(note, TrustedKeys.of(signer.verifier()));
      }
      return export;
    }
  }

  @Nested
  final class Principals {

    @Test
    void printsTheTokenOnceAndKeepsItsDigestOnly() throws IOException {
      Path file = DataDirectory.principals(directory);
      new PrincipalsFile(file)
          .add(
              new dev.phaseledger.api.Principal(
                  new dev.phaseledger.api.PrincipalId("first"),
                  dev.phaseledger.api.Principal.Kind.HUMAN,
                  new dev.phaseledger.api.TenantId("default"),
                  java.util.Set.of(),
                  Optional.empty()),
              token -> {});
      String[] add = {
        "principal",
        "add",
        "--id",
        "bot",
        "--kind",
        "agent",
        "--role",
        "agent",
        "--data",
        directory.toString()
      };
      Result result = run(add);
      assertThat(result.exitCode()).as(result.err()).isZero();
      String token = result.out().strip();
      assertThat(token).startsWith("pl_").hasSize(46);
      assertThat(file).content().contains("bot").doesNotContain(token);
      assertThat(run(add).exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void wantsADataDirectory() {
      Result result =
          run(
              "principal",
              "add",
              "--id",
              "bot",
              "--kind",
              "agent",
              "--role",
              "agent",
              "--data",
              directory.resolve("none").toString());
      assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
      assertThat(result.err()).contains("is no data directory yet");
    }
  }
}
