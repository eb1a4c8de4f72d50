package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.InclusionProof;
import dev.phaseledger.proof.RangeProof;
import dev.phaseledger.proof.Sha256Hash;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes a pack as a zip, file by file, into a stream; the manifest last, so a zip without one is
/// a pack that was not finished. Nothing is kept but a digest for each file. Not for use by several
/// threads.
public final class PackWriter {

  /// The smallest time a zip can hold: the same pack has the same bytes whenever it is written.
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ZipOutputStream zip;
  private final Map<String, Sha256Hash> digests = new TreeMap<>();

  /// Starts a pack. The stream is not closed.
  public PackWriter(OutputStream out) {
    this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
  }

  /// Writes one file.
  @FunctionalInterface
  public interface Content {
    /// Writes the whole file; does not close the stream.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Adds a file.
  public void file(String name, Content content) throws IOException {
    if (!PackFiles.isName(name) || digests.containsKey(name)) {
      throw new IllegalArgumentException("a pack cannot have another file '" + name + "'");
    }
    DigestOutputStream digesting = new DigestOutputStream(open(name), sha256());
    content.writeTo(digesting);
    digesting.flush();
    zip.closeEntry();
    digests.put(name, Sha256Hash.of(digesting.getMessageDigest().digest()));
  }

  /// Ends the pack.
  ///
  /// @param manifest makes `pack.json` of the SHA-256 of every file
  public void finish(Function<Map<String, Sha256Hash>, byte[]> manifest) throws IOException {
    OutputStream out = open(PackFiles.MANIFEST);
    out.write(manifest.apply(Map.copyOf(digests)));
    zip.closeEntry();
    zip.finish();
    zip.flush();
  }

  private OutputStream open(String name) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(NO_TIME);
    zip.putNextEntry(entry);
    return new FilterOutputStream(zip) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        zip.write(bytes, offset, length);
      }

      @Override
      public void close() {
        // The zip goes on behind this file.
      }
    };
  }

  /// Begins `range.proof`: a header, the tree's size, the range, the hashes on its left and on its
  /// right, an empty line. [#included] or [#withheld] follows for each index.
  public static void rangeProof(RangeProof proof, OutputStream out) throws IOException {
    StringBuilder text = new StringBuilder(PackFiles.RANGE_HEADER).append('\n');
    text.append("size ").append(proof.size()).append('\n');
    text.append("from ").append(proof.from()).append('\n');
    text.append("to ").append(proof.to()).append('\n');
    proof.left().forEach(hash -> text.append(hash.base64()).append('\n'));
    proof.right().forEach(hash -> text.append(hash.base64()).append('\n'));
    ascii(text.append('\n').toString(), out);
  }

  /// The line of the next index, of which the pack holds the entry.
  public static void included(Sha256Hash leaf, OutputStream out) throws IOException {
    ascii(PackFiles.INCLUDED + leaf.base64() + '\n', out);
  }

  /// The line of the next index, of which the pack holds the hash only.
  public static void withheld(Sha256Hash leaf, OutputStream out) throws IOException {
    ascii(PackFiles.WITHHELD + leaf.base64() + '\n', out);
  }

  /// One line of `inclusion.txt`.
  public static void inclusion(InclusionProof proof, OutputStream out) throws IOException {
    StringBuilder line = new StringBuilder().append(proof.index());
    proof.path().forEach(hash -> line.append(' ').append(hash.base64()));
    ascii(line.append('\n').toString(), out);
  }

  private static void ascii(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
