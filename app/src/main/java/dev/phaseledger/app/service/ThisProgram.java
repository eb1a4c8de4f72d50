package dev.phaseledger.app.service;

import dev.phaseledger.app.Main;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Starts this program once more, as another process.
final class ThisProgram {

  private ThisProgram() {}

  /// Starts it with a small heap. What it has to say to people goes where this process says it.
  static Process start(String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx256m"));
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    boolean packaged = !ClassLoader.getSystemClassLoader().equals(Main.class.getClassLoader());
    command.addAll(
        packaged ? List.of("-jar", classes) : List.of("-cp", classes, Main.class.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(Redirect.INHERIT).start();
  }
}
