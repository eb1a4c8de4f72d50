package dev.phaseledger.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;

/// One log as a directory of files, in the forms that software of others reads: what `interop/`
/// checks with programs that share no code with this project.
final class InteropLog {
  /// What precedes the 32 bytes of an Ed25519 public key in DER (RFC 8410 section 4).
  private static final byte[] SPKI_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private final Path directory;
  private final NoteSigner key;
  private final List<NoteSigner> signers;
  private final List<byte[]> entries;
  private final StoredHashes hashes;

  InteropLog(Path directory, NoteSigner key, List<byte[]> entries) {
    this.directory = directory;
    this.key = key;
    this.signers = List.of(key);
    this.entries = List.copyOf(entries);
    this.hashes = StoredHashes.of(entries);
  }

  /// A log within the overlap of a rotation: the new key signs first, `key` beside it.
  InteropLog(Path directory, NoteSigner newKey, NoteSigner key, List<byte[]> entries) {
    this.directory = directory;
    this.key = key;
    this.signers = List.of(newKey, key);
    this.entries = List.copyOf(entries);
    this.hashes = StoredHashes.of(entries);
  }

  /// Writes keys, checkpoint, tiles and bundles, and for each size and index given the older
  /// checkpoint with its consistency proof and the receipt with its entry.
  void write(Collection<Integer> olderSizes, Collection<Integer> indices) {
    NoteVerifier verifier = key.verifier();
    write("vkey", verifier.vkey() + "\n");
    write("key.pem", pem(verifier.publicKey()));
    // Of a key that signs fixtures only: lets others sign the same text and compare the bytes.
    write("private-key", key.privateKeyText() + "\n");
    write("checkpoint", checkpoint(entries.size()).format());
    Proofs proofs = new Proofs(hashes, entries.size());
    for (int size : olderSizes) {
      write("older/" + size + ".checkpoint", checkpoint(size).format());
      write("older/" + size + ".consistency", proofs.consistencyFrom(size).format());
    }
    for (int index : indices) {
      Receipt receipt = new Receipt(proofs.inclusion(index), checkpoint(entries.size()));
      write("receipts/" + index + ".tlog-proof", receipt.format());
      write("receipts/" + index + ".entry", entries.get(index));
    }
    writeTiles();
    writeBundles();
  }

  /// A further file of the fixture.
  void write(String name, byte[] content) {
    Path file = directory.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String name, String text) {
    write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private SignedNote checkpoint(int size) {
    TreeHead head = new Proofs(hashes, size).head();
    return new Checkpoint(key.verifier().name(), head).sign(signers);
  }

  private void writeTiles() {
    for (int level = 0; entries.size() >>> (8 * level) > 0; level++) {
      long tiles = tilesFor(entries.size() >>> (8 * level));
      for (long index = 0; index < tiles; index++) {
        HashTile tile = hashes.tile(level, index, entries.size()).orElseThrow();
        write(new TilePath.Hashes(level, index, tile.width()).path(), tile.encode());
      }
    }
  }

  private void writeBundles() {
    for (int index = 0; index < tilesFor(entries.size()); index++) {
      int from = index * EntryBundle.ENTRIES_MAX;
      int to = Math.min(from + EntryBundle.ENTRIES_MAX, entries.size());
      byte[] bundle = EntryBundle.encode(entries.subList(from, to));
      write(new TilePath.Entries(index, to - from).path(), bundle);
    }
  }

  private static long tilesFor(long hashes) {
    return Math.ceilDiv(hashes, HashTile.HASHES_MAX);
  }

  /// A public key as OpenSSL and others read it.
  static String pem(byte[] publicKey) {
    byte[] spki = Arrays.copyOf(SPKI_PREFIX, SPKI_PREFIX.length + publicKey.length);
    System.arraycopy(publicKey, 0, spki, SPKI_PREFIX.length, publicKey.length);
    return pemOf(spki);
  }

  static String pemOf(byte[] spki) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(spki);
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }
}
