package dev.phaseledger.app.guard;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Runs git in a hook's environment, so that it sees the objects that are being pushed.
public final class Git {

  /// How long one call may take.
  static final Duration TIMEOUT = Duration.ofSeconds(60);

  /// What one call may print, in bytes.
  static final int OUTPUT_BYTES_MAX = 32 << 20;

  private static final int ERROR_BYTES_MAX = 2_000;

  /// Configuration that the caller's environment could slip in.
  private static final Set<String> DROPPED =
      Set.of("GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_CONFIG", "GIT_EXTERNAL_DIFF");

  private final Environment environment;

  public Git(Environment environment) {
    this.environment = environment;
  }

  /// How a call ended.
  static final class Result {
    private final int exitCode;
    private final byte[] out;
    private final String error;

    private Result(int exitCode, byte[] out, String error) {
      this.exitCode = exitCode;
      this.out = out;
      this.error = error;
    }

    int exitCode() {
      return exitCode;
    }

    String text() {
      return new String(out, StandardCharsets.UTF_8).strip();
    }

    String error() {
      return error;
    }
  }

  /// What a call that must succeed printed.
  ///
  /// @throws Refusal if it fails
  byte[] run(byte[] input, List<String> arguments) {
    Result result = call(input, arguments);
    if (result.exitCode() != 0) {
      throw failed(arguments, result.error());
    }
    return result.out;
  }

  /// The text that a call that must succeed printed.
  String text(String... arguments) {
    return new String(run(new byte[0], List.of(arguments)), StandardCharsets.UTF_8).strip();
  }

  /// Runs a call that may fail.
  Result call(byte[] input, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("git", "--no-replace-objects"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(environment.directory().toFile());
    Map<String, String> variables = builder.environment();
    variables.clear();
    variables.putAll(environment.variables());
    variables.keySet().removeAll(DROPPED);
    variables.put("LC_ALL", "C");
    try {
      return finish(builder.start(), input, arguments);
    } catch (IOException failure) {
      throw failed(arguments, String.valueOf(failure.getMessage()));
    }
  }

  private static Result finish(Process process, byte[] input, List<String> arguments)
      throws IOException {
    ByteArrayOutputStream error = new ByteArrayOutputStream();
    // Each pipe has its own thread: git may fill one while it waits for another.
    Thread writer = Thread.startVirtualThread(() -> write(process.getOutputStream(), input));
    Thread reader = Thread.startVirtualThread(() -> keepBeginning(process.getErrorStream(), error));
    Thread watch = Thread.startVirtualThread(() -> endInTime(process));
    try {
      byte[] out = process.getInputStream().readNBytes(OUTPUT_BYTES_MAX + 1);
      if (out.length > OUTPUT_BYTES_MAX) {
        throw new Refusal(
            "git " + arguments.getFirst() + " prints more than " + OUTPUT_BYTES_MAX + " bytes",
            "push fewer commits at a time");
      }
      int exitCode = process.waitFor();
      writer.join();
      reader.join();
      watch.join();
      return new Result(exitCode, out, error.toString(StandardCharsets.UTF_8).strip());
    } catch (InterruptedException failure) {
      Thread.currentThread().interrupt();
      throw failed(arguments, "interrupted");
    } finally {
      process.destroyForcibly();
    }
  }

  private static void write(OutputStream to, byte[] input) {
    try (to) {
      to.write(input);
    } catch (IOException _) {
      // git ended before it had read everything; its exit code says how.
    }
  }

  private static void keepBeginning(InputStream from, ByteArrayOutputStream error) {
    try {
      error.writeBytes(from.readNBytes(ERROR_BYTES_MAX));
      from.transferTo(OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void endInTime(Process process) {
    try {
      if (!process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static Refusal failed(List<String> arguments, String error) {
    return new Refusal(
        "git " + arguments.getFirst() + " fails: " + error,
        "try again; if it stays so, ask whoever runs the repository");
  }
}
