package dev.phaseledger.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.phaseledger.app.Main;
import dev.phaseledger.app.cli.CommandLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A bare repository with the guard installed, and a clone from which an agent pushes. The hooks
/// run the program in processes of their own, as they do on a server. Needs git on the path.
final class GuardedRepository {

  /// How git ended, and what it said; the hook's words come with `remote: ` before them.
  record Push(int exitCode, String text) {}

  private final Path bare;
  private final Path clone;
  private final Path program;
  private final Path tokenFile;

  private GuardedRepository(Path directory) throws IOException {
    this.bare = directory.resolve("site.git");
    this.clone = directory.resolve("clone");
    this.program = program(directory);
    this.tokenFile = directory.resolve("token");
  }

  /// A repository with one commit on main, made before the guard was installed.
  static GuardedRepository create(Path directory, String url, String token) throws IOException {
    Files.createDirectories(directory);
    GuardedRepository repository = new GuardedRepository(directory);
    repository.run(directory, Map.of(), "init", "-q", "--bare", "-b", "main", "site.git");
    repository.run(directory, Map.of(), "init", "-q", "-b", "main", "clone");
    repository.git("remote", "add", "origin", repository.bare.toString());
    repository.commit("README", "A site.");
    repository.git("push", "-q", "origin", "main");
    repository.token(token);
    assertThat(repository.install(url)).isZero();
    return repository;
  }

  /// @param options what else the installer is told
  int install(String url, String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "guard",
                "git",
                "install",
                "--repo",
                bare.toString(),
                "--service",
                url,
                "--token-file",
                tokenFile.toString(),
                "--program",
                program.toString()));
    command.addAll(List.of(options));
    return CommandLines.run(command.toArray(String[]::new));
  }

  void token(String token) throws IOException {
    Files.writeString(tokenFile, token + "\n");
    Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-------"));
  }

  Path tokenFile() {
    return tokenFile;
  }

  Path bare() {
    return bare;
  }

  /// A launcher of the program as it is compiled now.
  ///
  /// @param directory where it is put
  static Path program(Path directory) throws IOException {
    Path program = directory.resolve("ledger");
    Files.writeString(
        program,
        """
        #!/bin/sh
        exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s "$@"
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  /// Has the guard know an agent, and which contract it pushes under.
  void knows(String identity, String agent, String contract) {
    run(bare, Map.of(), "config", "ledger.agent." + identity + ".id", agent);
    run(bare, Map.of(), "config", "ledger.agent." + identity + ".contract", contract);
  }

  void configure(String key, String value) {
    run(bare, Map.of(), "config", key, value);
  }

  void write(String path, String text) throws IOException {
    Path file = clone.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /// Commits one file.
  void commit(String path, String text) throws IOException {
    write(path, text);
    commitAll("Change " + path.length());
  }

  void commitAll(String message) {
    git("add", "-A");
    git("commit", "-q", "-m", message);
  }

  Path workTree() {
    return clone;
  }

  /// Runs git in the clone; it must succeed.
  String git(String... arguments) {
    Push done = run(clone, Map.of(), arguments);
    assertThat(done.exitCode()).as(done.text()).isZero();
    return done.text().strip();
  }

  /// What the server's ref names; empty if there is none.
  String served(String ref) {
    return run(bare, Map.of(), "rev-parse", "--verify", "--quiet", ref).text().strip();
  }

  /// Has the server take a branch without asking anybody, as its operator could.
  void pushPastTheGuard(String branch) {
    Push done = run(bare, Map.of(), "fetch", "-q", workTree().toString(), branch + ":" + branch);
    assertThat(done.exitCode()).as(done.text()).isZero();
  }

  /// Pushes as one whom the server knows under that name.
  Push push(String identity, String... arguments) {
    List<String> command = new ArrayList<>(List.of("push"));
    command.addAll(List.of(arguments));
    return run(clone, Map.of("LEDGER_AGENT", identity), command.toArray(String[]::new));
  }

  private Push run(Path directory, Map<String, String> variables, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=Somebody Else",
                "-c",
                "user.email=else@example.org",
                "-c",
                "core.quotePath=false"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(variables);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Push(process.waitFor(), text);
    } catch (IOException failure) {
      throw new IllegalStateException("these tests need git on the path", failure);
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(failure);
    }
  }
}
