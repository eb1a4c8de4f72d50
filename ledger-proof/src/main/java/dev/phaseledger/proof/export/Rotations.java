package dev.phaseledger.proof.export;

import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.KeyRotation;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.export.Finding.IndexRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Follows the rotations of an export: first by the proofs that it holds, to learn which keys may
/// vouch for the checkpoint; then by the entries, to see that the proofs are of this very log and
/// that nobody signed with a retired key.
final class Rotations {
  /// Most rotations of one log that are followed.
  static final int LINKS_MAX = 10_000;

  private static final long LINK_BYTES_MAX = Receipt.BYTES_MAX;

  private final Findings findings;
  private final Findings fromEntries = new Findings();
  private final Map<Long, TreeHead> heads = new TreeMap<>();
  private final Set<Long> wanted = new HashSet<>();
  private KeyChain chain;
  private Optional<KeyRotation> last = Optional.empty();
  private long lastIndex;

  Rotations(TrustedKeys trusted, Findings findings) {
    this.chain = KeyChain.startingWith(trusted);
    this.findings = findings;
  }

  /// Reads and follows the proofs in the directory, as far as they hold.
  void follow(Path directory) throws IOException {
    List<RotationLink> links = read(directory.resolve(ExportFiles.ROTATIONS));
    for (RotationLink link : links) {
      try {
        if (!chain.links().isEmpty() || chain.startsWith(link)) {
          chain = chain.follow(link);
          wanted.add(link.head().size());
        }
      } catch (ProofException e) {
        findings.add(
            Finding.at(FindingKind.ROTATION_REFUSED, IndexRange.one(link.index()), sentence(e)));
        return;
      }
    }
  }

  private List<RotationLink> read(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(directory)) {
      files =
          listed
              .filter(file -> file.toString().endsWith(ExportFiles.ROTATION_SUFFIX))
              .limit(LINKS_MAX)
              .toList();
    }
    List<RotationLink> links = new ArrayList<>();
    for (Path file : files) {
      try {
        if (Files.size(file) > LINK_BYTES_MAX) {
          findings.add(malformed(file, "it is too long"));
        } else {
          links.add(RotationLink.parse(Files.readAllBytes(file)));
        }
      } catch (ProofException e) {
        findings.add(malformed(file, sentence(e)));
      }
    }
    links.sort(Comparator.comparingLong(RotationLink::index));
    return links;
  }

  private static Finding malformed(Path file, String why) {
    return Finding.of(
        FindingKind.ROTATION_MALFORMED,
        "%s/%s: %s".formatted(ExportFiles.ROTATIONS, file.getFileName(), why));
  }

  /// The keys that may vouch for a checkpoint, by its size.
  KeyChain chain() {
    return chain;
  }

  /// The next line that is an entry as recorded, or looks like one.
  void sawEntry(long index, EntryLine line) {
    line.rotation().ifPresent(entry -> sawRotation(index, entry));
  }

  private void sawRotation(long index, ByteBuffer entry) {
    byte[] bytes = new byte[entry.remaining()];
    entry.duplicate().get(bytes);
    try {
      Optional<KeyRotation> found = KeyRotation.find(bytes);
      Optional<KeyRotation> before = last;
      last = found;
      lastIndex = index;
      boolean follows =
          before.isEmpty() || found.isEmpty() || before.get().newKey().equals(found.get().oldKey());
      if (!follows) {
        fromEntries.add(
            Finding.at(
                FindingKind.ROTATION_REFUSED,
                IndexRange.one(index),
                "entry %d retires a key that was not in force there".formatted(index)));
      }
    } catch (ProofException e) {
      fromEntries.add(
          Finding.at(
              FindingKind.ROTATION_REFUSED,
              IndexRange.one(index),
              "entry %d: %s".formatted(index, e.getMessage())));
    }
  }

  /// The tree has grown to this head over the lines.
  void grew(TreeHead head) {
    heads.put(head.size(), head);
  }

  /// Whether [#grew] wants to know the head at this size.
  boolean wants(long size) {
    return !wanted.isEmpty() && wanted.contains(size);
  }

  /// After the entries have been found to be those that were signed.
  void check(SignedNote checkpoint, TreeHead signed) {
    fromEntries.forEach(findings::add);
    for (RotationLink link : chain.links()) {
      boolean covered = link.index() < signed.size();
      if (covered && !link.head().equals(heads.get(link.head().size()))) {
        findings.add(
            Finding.at(
                FindingKind.ROTATION_ELSEWHERE,
                IndexRange.one(link.index()),
                "the rotation at entry %d was signed for another history: the first %d entries do not give the root that both keys signed"
                    .formatted(link.index(), link.head().size())));
      }
    }
    last.ifPresent(rotation -> requireSigned(checkpoint, rotation.newKey()));
  }

  private void requireSigned(SignedNote checkpoint, NoteVerifier inForce) {
    try {
      TrustedKeys.of(inForce).verifyCheckpoint(checkpoint);
    } catch (ProofException e) {
      findings.add(
          Finding.of(
              FindingKind.CHECKPOINT_KEY_RETIRED,
              "checkpoint: entry %d put key %s in force, which has not signed: %s"
                  .formatted(lastIndex, inForce.keyId(), e.getMessage())));
    }
  }

  private static String sentence(ProofException e) {
    return String.valueOf(e.getMessage());
  }
}
