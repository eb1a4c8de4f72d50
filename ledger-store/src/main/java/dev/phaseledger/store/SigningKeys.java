package dev.phaseledger.store;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The private Ed25519 keys of a node. They live in files that only their owner can read, never in
/// the database: who can change the database cannot sign.
///
/// `signing.key` is the first key of every log. Other files, `signing-<key id>.key`, hold keys that
/// wait for a rotation or that one has put in force; they are the same on every node. Each log has
/// its own name, `origin/tenant`, which is both its C2SP origin and the name of its keys.
public final class SigningKeys {

  /// Name of the file with the first key of every log.
  public static final String FILE = "signing.key";

  private static final String FILES = "signing{,-*}.key";

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private final Path directory;
  private final NoteSigner first;
  private final Map<LogKeyName, NoteSigner> ofLog = new ConcurrentHashMap<>();
  private volatile List<NoteSigner> held;

  /// A key under the name of a log.
  private record LogKeyName(TenantId tenant, NoteVerifier key) {}

  /// A key that was made and is not used yet.
  ///
  /// @param key its public half, under the store's origin
  /// @param file what to copy to every other node
  public record Staged(NoteVerifier key, Path file) {}

  private SigningKeys(Path directory, NoteSigner first) {
    this.directory = directory;
    this.first = first;
    this.held = readAll(directory, first.verifier().name());
  }

  /// Reads the key files of a directory, or makes the first one with a new key.
  ///
  /// @param origin what all logs of the store are named under, such as `ledger.example.com`: no
  ///   spaces, no plus signs. An existing key of another origin is refused
  /// @throws StoreException if a file is readable for others, damaged or of another origin
  public static SigningKeys loadOrCreate(Path directory, String origin) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        create(file, NoteSigner.generate(origin, new SecureRandom()));
      }
      return new SigningKeys(directory, load(file, origin));
    } catch (IOException e) {
      throw new StoreException("the signing key " + file + " cannot be read or made", e);
    }
  }

  /// Makes a key for a later rotation and leaves it in the directory. Nothing is signed with it
  /// before the rotation, so there is time to copy it to every node.
  ///
  /// @throws StoreException if the directory holds no first key, or cannot be written
  public static Staged stage(Path directory) {
    Path existing = directory.resolve(FILE);
    try {
      if (!Files.exists(existing)) {
        throw new StoreException(
            "there is no " + existing + ": start the service once before a key is staged");
      }
      String origin = read(existing).verifier().name();
      NoteSigner fresh = NoteSigner.generate(origin, new SecureRandom());
      Path file = directory.resolve(fileName(fresh.verifier()));
      create(file, fresh);
      return new Staged(fresh.verifier(), file);
    } catch (IOException e) {
      throw new StoreException("no key can be staged in " + directory, e);
    }
  }

  private static void create(Path file, NoteSigner fresh) throws IOException {
    Path draft =
        Files.createTempFile(
            file.getParent(), "draft", ".new", PosixFilePermissions.asFileAttribute(OWNER_ONLY));
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

  private static List<NoteSigner> readAll(Path directory, String origin) {
    List<NoteSigner> read = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, FILES)) {
      for (Path file : files) {
        read.add(load(file, origin));
      }
    } catch (IOException e) {
      throw new StoreException("the signing keys in " + directory + " cannot be read", e);
    }
    return List.copyOf(read);
  }

  private static NoteSigner load(Path file, String origin) throws IOException {
    NoteSigner signer = read(file);
    if (!signer.verifier().name().equals(origin)) {
      throw new StoreException(
          "the signing key %s is for the origin %s, not %s"
              .formatted(file, signer.verifier().name(), origin));
    }
    return signer;
  }

  private static NoteSigner read(Path file) throws IOException {
    if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
      throw new StoreException(
          "the signing key " + file + " is accessible to others: set its mode to 0600");
    }
    try {
      return NoteSigner.parsePrivateKey(Files.readString(file).strip());
    } catch (ProofException e) {
      throw new StoreException("the signing key " + file + " is damaged", e);
    }
  }

  /// The file that a key is kept in, unless it is the first.
  private static String fileName(NoteVerifier key) {
    return "signing-" + key.keyId() + ".key";
  }

  /// Where a node that lacks a log's key looks for it.
  Path fileOf(NoteVerifier ofLog) {
    return directory.resolve(
        fileName(new NoteVerifier(first.verifier().name(), ofLog.publicKey())));
  }

  /// The key of a tenant's log until it is rotated for the first time.
  public NoteVerifier verifier(TenantId tenant) {
    return named(first, tenant).verifier();
  }

  /// The private half of a log's key, if this node holds it. A file that was copied here since is
  /// found.
  ///
  /// @throws StoreException if a key file cannot be used
  Optional<NoteSigner> find(TenantId tenant, NoteVerifier key) {
    Optional<NoteSigner> found = among(held, tenant, key);
    if (found.isEmpty()) {
      refresh();
      found = among(held, tenant, key);
    }
    return found;
  }

  /// All keys this node holds, under the name of a tenant's log; read again from their files.
  List<NoteVerifier> all(TenantId tenant) {
    refresh();
    return held.stream().map(signer -> named(signer, tenant).verifier()).toList();
  }

  private void refresh() {
    held = readAll(directory, first.verifier().name());
  }

  private Optional<NoteSigner> among(List<NoteSigner> signers, TenantId tenant, NoteVerifier key) {
    return signers.stream()
        .filter(signer -> Arrays.equals(signer.verifier().publicKey(), key.publicKey()))
        .map(signer -> named(signer, tenant))
        .filter(signer -> signer.verifier().equals(key))
        .findFirst();
  }

  /// What snapshots are sealed with, on every node that has the key. Those sealed with another one
  /// are not read any more. It is of the first key, and so no rotation changes it.
  SnapshotSeal snapshotSeal() {
    return new SnapshotSeal(first.derived(SnapshotSeal.PURPOSE));
  }

  private NoteSigner named(NoteSigner signer, TenantId tenant) {
    return ofLog.computeIfAbsent(
        new LogKeyName(tenant, signer.verifier()),
        name -> signer.named(signer.verifier().name() + "/" + name.tenant().value()));
  }
}
