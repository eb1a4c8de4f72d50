package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The Ed25519 key that signs the checkpoints of all logs of a store. It lives in a file that only
/// its owner can read, never in the database: who can change the database cannot sign.
///
/// Each log has its own name, `origin/tenant`, which is both its C2SP origin and its key name.
public final class SigningKeys {

  /// Name of the key file in the data directory.
  public static final String FILE = "signing.key";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final NoteSigner signer;
  private final Map<TenantId, NoteSigner> ofLog = new ConcurrentHashMap<>();

  private SigningKeys(NoteSigner signer) {
    this.signer = signer;
  }

  /// Reads the key file of a data directory, or makes one with a new key.
  ///
  /// @param origin what all logs of the store are named under, such as `ledger.example.com`: no
  ///   spaces, no plus signs. An existing key of another origin is refused
  /// @throws StoreException if the file is readable for others, damaged or of another origin
  public static SigningKeys loadOrCreate(Path directory, String origin) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        create(file, origin);
      }
      return load(file, origin);
    } catch (IOException e) {
      throw new StoreException("the signing key " + file + " cannot be read or made", e);
    }
  }

  private static void create(Path file, String origin) throws IOException {
    NoteSigner fresh = NoteSigner.generate(origin, new SecureRandom());
    Path draft =
        Files.createTempFile(
            file.getParent(), FILE, ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.writeString(draft, fresh.privateKeyText() + "\n");
      try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      // A link, not a move: it fails if another node made the key in the meantime.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Whoever was first made the key; it is loaded next.
      return;
    } finally {
      Files.delete(draft);
    }
    try (FileChannel channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static SigningKeys load(Path file, String origin) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new StoreException(
          "the signing key " + file + " is accessible to others: set its mode to 0600");
    }
    NoteSigner signer;
    try {
      signer = NoteSigner.parsePrivateKey(Files.readString(file).strip());
    } catch (ProofException e) {
      throw new StoreException("the signing key " + file + " is damaged", e);
    }
    if (!signer.verifier().name().equals(origin)) {
      throw new StoreException(
          "the signing key %s is for the origin %s, not %s"
              .formatted(file, signer.verifier().name(), origin));
    }
    return new SigningKeys(signer);
  }

  /// What verifiers of a tenant's log must trust.
  public NoteVerifier verifier(TenantId tenant) {
    return signer(tenant).verifier();
  }

  /// What snapshots are sealed with, on every node that has the key. Those sealed with another one
  /// are not read any more.
  SnapshotSeal snapshotSeal() {
    return new SnapshotSeal(signer.derived(SnapshotSeal.PURPOSE));
  }

  NoteSigner signer(TenantId tenant) {
    return ofLog.computeIfAbsent(
        tenant, t -> signer.named(signer.verifier().name() + "/" + t.value()));
  }
}
