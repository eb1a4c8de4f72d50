package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.RangeProof;
import dev.phaseledger.proof.Sha256Hash;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `range.proof`: the proof, then what the pack says of each index.
final class RangeLines implements Closeable {

  private final PackLines lines;
  private final RangeProof proof;
  private long next;

  /// What stands for one index.
  record Place(long index, boolean included, Sha256Hash leaf) {}

  RangeLines(PackArchive archive) throws IOException {
    this.lines =
        new PackLines(PackFiles.RANGE, archive.open(PackFiles.RANGE), PackFiles.LINE_BYTES_MAX);
    try {
      this.proof = readProof();
    } catch (ProofException | IllegalArgumentException e) {
      throw damaged(String.valueOf(e.getMessage()));
    }
    this.next = proof.from();
  }

  private RangeProof readProof() throws IOException {
    if (!lines.text().equals(PackFiles.RANGE_HEADER)) {
      throw damaged("does not start with " + PackFiles.RANGE_HEADER);
    }
    long size = number("size ");
    long from = number("from ");
    long to = number("to ");
    if (from > to || to > size) {
      throw damaged("the range does not lie in the tree");
    }
    List<Sha256Hash> left = hashes(RangeProof.before(from).size());
    List<Sha256Hash> right = hashes(RangeProof.behind(to, size).size());
    if (!lines.text().isEmpty()) {
      throw damaged("has more hashes beside the range than it needs");
    }
    return new RangeProof(size, from, to, left, right);
  }

  private List<Sha256Hash> hashes(int count) throws IOException {
    List<Sha256Hash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      hashes.add(Sha256Hash.ofBase64(lines.text()));
    }
    return hashes;
  }

  private long number(String name) throws IOException {
    String line = lines.text();
    if (!line.matches(name + "(0|[1-9][0-9]{0,17})")) {
      throw damaged("has no line '" + name + "' with a number in its place");
    }
    return Long.parseLong(line.substring(name.length()));
  }

  RangeProof proof() {
    return proof;
  }

  /// What stands for the next index; empty behind the last.
  Optional<Place> next() throws IOException {
    if (next == proof.to()) {
      if (lines.next().isPresent()) {
        throw damaged("has more lines than the range has entries");
      }
      return Optional.empty();
    }
    String line = lines.text();
    char mark = line.isEmpty() ? ' ' : line.charAt(0);
    if (mark != PackFiles.INCLUDED && mark != PackFiles.WITHHELD) {
      throw damaged("line %d is of no index".formatted(lines.number()));
    }
    try {
      Sha256Hash leaf = Sha256Hash.ofBase64(line.substring(1));
      return Optional.of(new Place(next++, mark == PackFiles.INCLUDED, leaf));
    } catch (ProofException e) {
      throw damaged("line %d: %s".formatted(lines.number(), e.getMessage()));
    }
  }

  private static DamagedPackException damaged(String sentence) {
    return new DamagedPackException(PackFiles.RANGE, sentence);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
