package dev.phaseledger.proof.pack;

import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.InclusionProof;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.Receipt;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.TrustedKeys;
import dev.phaseledger.proof.VerifiedCheckpoint;
import dev.phaseledger.proof.pack.EntriesCheck.Line;
import dev.phaseledger.proof.pack.RangeLines.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Verifies a pack: every file against the manifest, the checkpoint against the trusted keys, the
/// range against the checkpoint, the entries against the range, and every inclusion proof.
///
/// What is derived from entries for reading (report, tables) is not signed: it is checked against
/// the manifest only. Memory does not grow with the pack.
public final class PackVerifier {

  private static final int KEYS_BYTES_MAX = 1 << 20;

  private final TrustedKeys trusted;

  /// Verifies against these keys, got by a way other than the pack.
  public PackVerifier(TrustedKeys trusted) {
    this.trusted = trusted;
  }

  /// The keys that the pack holds, which show damage and not forgery.
  public static TrustedKeys keysInside(PackArchive pack) throws IOException {
    try {
      return TrustedKeys.parse(pack.read(PackFiles.KEYS, KEYS_BYTES_MAX));
    } catch (ProofException e) {
      throw new DamagedPackException(PackFiles.KEYS, String.valueOf(e.getMessage()));
    }
  }

  /// Verifies all of it.
  public PackVerdict verify(PackArchive pack) throws IOException {
    List<PackFinding> findings = new ArrayList<>();
    Optional<PackVerdict.Verified> verified = Optional.empty();
    try {
      byte[] json = pack.read(PackFiles.MANIFEST, PackManifest.BYTES_MAX);
      PackManifest manifest = PackManifest.parse(json);
      checkFiles(pack, manifest, findings);
      VerifiedCheckpoint checkpoint = checkpoint(pack);
      Counted counted = checkRange(pack, manifest, checkpoint.head(), findings);
      checkPolicies(pack, checkpoint.head(), findings);
      verified =
          Optional.of(
              new PackVerdict.Verified(
                  checkpoint.origin(),
                  checkpoint.head(),
                  checkpoint.keyId(),
                  manifest.from(),
                  manifest.to(),
                  counted.included,
                  counted.withheld,
                  digest(new java.io.ByteArrayInputStream(json))));
    } catch (DamagedPackException e) {
      findings.add(
          new PackFinding(
              e.file(), java.util.OptionalLong.empty(), String.valueOf(e.getMessage())));
    }
    return findings.isEmpty() ? verified.orElseThrow() : new PackVerdict.Failed(findings);
  }

  private static void checkFiles(
      PackArchive pack, PackManifest manifest, List<PackFinding> findings) throws IOException {
    for (String name : pack.sizes().keySet()) {
      if (!manifest.files().containsKey(name) && !name.equals(PackFiles.MANIFEST)) {
        findings.add(PackFinding.of(name, "is not in the manifest: it was added"));
      }
    }
    for (Map.Entry<String, Sha256Hash> file : manifest.files().entrySet()) {
      if (!pack.sizes().containsKey(file.getKey())) {
        findings.add(PackFinding.of(file.getKey(), "is missing"));
      } else if (!digestOf(pack, file.getKey(), findings).equals(Optional.of(file.getValue()))) {
        findings.add(
            PackFinding.of(file.getKey(), "is altered: it has not the SHA-256 of the manifest"));
      }
    }
  }

  private static Optional<Sha256Hash> digestOf(
      PackArchive pack, String name, List<PackFinding> findings) throws IOException {
    try (InputStream in = pack.open(name)) {
      return Optional.of(digest(in));
    } catch (DamagedPackException e) {
      findings.add(PackFinding.of(name, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static Sha256Hash digest(InputStream in) throws IOException {
    DigestInputStream digesting = new DigestInputStream(in, PackWriter.sha256());
    digesting.transferTo(OutputStream.nullOutputStream());
    return Sha256Hash.of(digesting.getMessageDigest().digest());
  }

  /// The checkpoint, if the key in force at its size has signed it.
  private VerifiedCheckpoint checkpoint(PackArchive pack) throws IOException {
    KeyChain chain = KeyChain.startingWith(trusted);
    for (RotationLink link : rotations(pack)) {
      try {
        if (!chain.links().isEmpty() || chain.startsWith(link)) {
          chain = chain.follow(link);
        }
      } catch (ProofException e) {
        throw new DamagedPackException(
            PackFiles.ROTATIONS + link.index() + PackFiles.ROTATION_SUFFIX,
            String.valueOf(e.getMessage()));
      }
    }
    try {
      return chain.verify(
          SignedNote.parse(pack.read(PackFiles.CHECKPOINT, SignedNote.NOTE_BYTES_MAX)));
    } catch (ProofException e) {
      throw new DamagedPackException(PackFiles.CHECKPOINT, String.valueOf(e.getMessage()));
    }
  }

  private static List<RotationLink> rotations(PackArchive pack) throws IOException {
    List<RotationLink> links = new ArrayList<>();
    for (String name : pack.sizes().keySet()) {
      if (name.startsWith(PackFiles.ROTATIONS)) {
        try {
          links.add(RotationLink.parse(pack.read(name, Receipt.BYTES_MAX)));
        } catch (ProofException e) {
          throw new DamagedPackException(name, String.valueOf(e.getMessage()));
        }
      }
    }
    links.sort(Comparator.comparingLong(RotationLink::index));
    return links;
  }

  private static final class Counted {
    private TreeFrontier tree;
    private long included;
    private long withheld;

    Counted(TreeFrontier tree) {
      this.tree = tree;
    }
  }

  private static Counted checkRange(
      PackArchive pack, PackManifest manifest, TreeHead head, List<PackFinding> findings)
      throws IOException {
    try (RangeLines range = new RangeLines(pack);
        PackLines entries = entries(pack, PackFiles.ENTRIES);
        InclusionLines inclusion = new InclusionLines(PackFiles.INCLUSION, pack)) {
      if (range.proof().from() != manifest.from() || range.proof().to() != manifest.to()) {
        findings.add(
            PackFinding.of(
                PackFiles.RANGE,
                "is of the range %d to %d, the manifest of %d to %d"
                    .formatted(
                        range.proof().from(), range.proof().to(), manifest.from(), manifest.to())));
      }
      Counted counted = new Counted(range.proof().start());
      EntriesCheck.Source<Place> included = () -> nextIncluded(range, counted, inclusion, head);
      findings.addAll(new EntriesCheck(included, lines(entries)).run());
      // After it gave up: what is left of the range still counts.
      while (included.next().isPresent()) {}
      if (inclusion.next().isPresent()) {
        findings.add(PackFinding.of(PackFiles.INCLUSION, "has more lines than there are entries"));
      }
      try {
        range.proof().check(counted.tree, head);
      } catch (ProofException e) {
        findings.add(PackFinding.of(PackFiles.RANGE, String.valueOf(e.getMessage())));
      }
      return counted;
    }
  }

  /// Takes every place into the tree and gives those whose entries must be there.
  private static Optional<Place> nextIncluded(
      RangeLines range, Counted counted, InclusionLines inclusion, TreeHead head)
      throws IOException {
    for (Optional<Place> place = range.next(); place.isPresent(); place = range.next()) {
      counted.tree = counted.tree.append(place.get().leaf());
      if (place.get().included()) {
        counted.included++;
        requireIncluded(PackFiles.INCLUSION, place.get(), inclusion.next(), head);
        return place;
      }
      counted.withheld++;
    }
    return Optional.empty();
  }

  private static void requireIncluded(
      String file, Place place, Optional<InclusionProof> proof, TreeHead head)
      throws DamagedPackException {
    if (proof.isEmpty() || proof.get().index() != place.index()) {
      throw new DamagedPackException(file, "has no proof of entry " + place.index());
    }
    try {
      head.checkIncludes(place.leaf(), proof.get());
    } catch (ProofException e) {
      throw new DamagedPackException(file, String.valueOf(e.getMessage()));
    }
  }

  private static void checkPolicies(PackArchive pack, TreeHead head, List<PackFinding> findings)
      throws IOException {
    try (PackLines entries = entries(pack, PackFiles.POLICIES);
        InclusionLines inclusion = new InclusionLines(PackFiles.POLICIES_INCLUSION, pack)) {
      EntriesCheck.Source<Line> lines = lines(entries);
      for (Optional<Line> line = lines.next(); line.isPresent(); line = lines.next()) {
        Optional<InclusionProof> proof = inclusion.next();
        long index = proof.map(InclusionProof::index).orElse(-1L);
        requireIncluded(
            PackFiles.POLICIES_INCLUSION, new Place(index, true, line.get().leaf()), proof, head);
      }
      if (inclusion.next().isPresent()) {
        findings.add(
            PackFinding.of(PackFiles.POLICIES_INCLUSION, "has more lines than there are entries"));
      }
    }
  }

  private static PackLines entries(PackArchive pack, String file) throws IOException {
    return new PackLines(file, pack.open(file), EntryBundle.ENTRY_BYTES_MAX);
  }

  private static EntriesCheck.Source<Line> lines(PackLines lines) {
    return () -> lines.next().map(entry -> new Line(lines.number(), TreeHashing.leaf(entry)));
  }
}
