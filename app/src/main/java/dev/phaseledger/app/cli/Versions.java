package dev.phaseledger.app.cli;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/// The program's version, as the build wrote it into the jar.
final class Versions implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String version =
        Objects.requireNonNullElse(Versions.class.getPackage().getImplementationVersion(), "dev");
    return new String[] {
      "Phase Ledger " + version, "Java " + Runtime.version() + ", " + System.getProperty("os.arch")
    };
  }
}
