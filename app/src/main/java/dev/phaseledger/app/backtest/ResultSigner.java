package dev.phaseledger.app.backtest;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TrustedKeys;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Signs results with the key that signs the tenant's log, as C2SP notes. Their first line says of
/// what [Kind] they are.
final class ResultSigner {

  private static final String KEY_FILES = "signing{,-*}.key";

  private final LogSource logs;
  private final Path keys;

  /// @param keys the directory of the service's signing keys
  ResultSigner(LogSource logs, Path keys) {
    this.logs = logs;
    this.keys = keys;
  }

  /// What the log is called.
  String log(TenantId tenant) {
    return logs.verifier(tenant.value()).name();
  }

  /// A result under the signature of the tenant's log.
  ///
  /// @param line the result as one line of text
  /// @throws StoreException if this node lacks the key
  SignedNote sign(TenantId tenant, Kind kind, String line) {
    NoteVerifier current = logs.verifier(tenant.value());
    NoteSigner signer =
        find(current)
            .orElseThrow(() ->
                new StoreException("this node lacks the key " + current.keyId() + " of the log"));
    return SignedNote.sign(kind.note() + "\n" + line + "\n", List.of(signer));
  }

  private Optional<NoteSigner> find(NoteVerifier current) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(keys, KEY_FILES)) {
      for (Path file : files) {
        NoteSigner signer =
            NoteSigner.parsePrivateKey(Files.readString(file).strip()).named(current.name());
        if (signer.verifier().equals(current)) {
          return Optional.of(signer);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new StoreException("the signing keys in " + keys + " cannot be read", e);
    }
  }

  /// The line of a result that a key of the tenant's log has signed; empty if it is none.
  Optional<String> verified(TenantId tenant, Kind kind, byte[] note) {
    try {
      SignedNote signed = SignedNote.parse(note);
      new TrustedKeys(
              logs.keys(tenant.value()).stream()
                  .filter(key -> key.state() != dev.phaseledger.proof.LogKey.State.STAGED)
                  .map(key -> key.key())
                  .toList())
          .verify(signed);
      String[] lines = signed.text().split("\n", -1);
      return lines.length == 3 && lines[0].equals(kind.note())
          ? Optional.of(lines[1])
          : Optional.empty();
    } catch (ProofException _) {
      // Whatever is wrong with it, nobody vouches for it.
      return Optional.empty();
    }
  }
}
