package dev.phaseledger.app.cli;

import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.TrustedKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/// The key that a verifier brings.
final class TrustedKeyOption {

  @Option(
      names = "--key",
      required = true,
      paramLabel = "VKEY|FILE",
      description =
          "The log's public key, got from somebody you trust, or a file that holds it."
              + " The first key is enough: recorded rotations lead to later ones.")
  String key = "";

  TrustedKeys keys() throws IOException {
    return read(key);
  }

  /// Keys from a vkey or from a file of them.
  static TrustedKeys read(String key) throws IOException {
    try {
      return isFile(key)
          ? TrustedKeys.parse(Files.readAllBytes(Path.of(key)))
          : TrustedKeys.of(NoteVerifier.parse(key));
    } catch (ProofException failure) {
      throw CliException.usage("the key cannot be read: " + failure.getMessage());
    }
  }

  private static boolean isFile(String key) {
    try {
      return Files.isRegularFile(Path.of(key));
    } catch (InvalidPathException _) {
      return false;
    }
  }
}
