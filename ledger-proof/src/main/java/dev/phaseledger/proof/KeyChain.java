package dev.phaseledger.proof;

import dev.phaseledger.proof.ProofException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The keys of one log that a verifier trusts: those it brought, and those that the log itself
/// moved to since. Immutable.
///
/// A new key counts from the entry that names it on, and only if that entry is proved to lie under
/// a checkpoint that the key in force before it and the new key have both signed. From then on a
/// checkpoint that covers the entry needs the new key's signature; the old one's alone is refused,
/// so that a key that was retired can no longer speak for the log.
///
/// What is left to trust: that nobody else held the old key when it signed the new one. Whoever did
/// can start a history of their own, before the rotation, that no proof of one history tells from
/// the other; only comparing checkpoints does.
public final class KeyChain {
  private final TrustedKeys anchors;
  private final List<RotationLink> links;

  private KeyChain(TrustedKeys anchors, List<RotationLink> links) {
    this.anchors = anchors;
    this.links = links;
  }

  /// Starts with the keys that a verifier got by a way other than the log.
  public static KeyChain startingWith(TrustedKeys anchors) {
    return new KeyChain(anchors, List.of());
  }

  /// The keys that it started with.
  public TrustedKeys anchors() {
    return anchors;
  }

  /// The rotations that were followed, in the order of the log. Whoever has the log's entries
  /// compares its root at the size of each link's checkpoint: the link alone does not show that the
  /// newest tree still holds it.
  public List<RotationLink> links() {
    return links;
  }

  /// Whether a rotation leads away from one of the keys that the chain started with.
  public boolean startsWith(RotationLink link) {
    return anchors.keys().contains(link.rotation().oldKey());
  }

  /// The chain with one more rotation.
  ///
  /// @throws ProofException `UNTRUSTED_KEY` if the rotation is not of the key in force, or if one
  ///   of the two keys has not signed its checkpoint; `BAD_SIGNATURE`, `WRONG_ORIGIN`,
  ///   `NOT_INCLUDED` or `MALFORMED` as for any receipt
  public KeyChain follow(RotationLink link) {
    KeyRotation rotation = link.rotation();
    boolean inForce =
        links.isEmpty()
            ? anchors.keys().contains(rotation.oldKey())
            : links.getLast().rotation().newKey().equals(rotation.oldKey())
                && links.getLast().index() < link.index();
    if (!inForce) {
      throw new ProofException(
          Reason.UNTRUSTED_KEY,
          "entry %d retires the key %s, which is not the trusted key in force there"
              .formatted(link.index(), rotation.oldKey().keyId()));
    }
    requireSigned(link, rotation.oldKey(), "the key it retires");
    requireSigned(link, rotation.newKey(), "the key it names");
    link.verify(TrustedKeys.of(rotation.oldKey()));
    List<RotationLink> longer = new ArrayList<>(links);
    longer.add(link);
    return new KeyChain(anchors, List.copyOf(longer));
  }

  private static void requireSigned(RotationLink link, NoteVerifier key, String which) {
    try {
      TrustedKeys.of(key).verifyCheckpoint(link.checkpoint());
    } catch (ProofException e) {
      throw new ProofException(
          e.reason(),
          "the rotation at entry %d is not signed by %s (key id %s): %s"
              .formatted(link.index(), which, key.keyId(), e.getMessage()));
    }
  }

  /// The key that must have signed a checkpoint of this size; empty if no rotation was followed
  /// below it and so any of the first keys will do.
  public Optional<NoteVerifier> inForce(long size) {
    return links.stream()
        .filter(link -> link.index() < size)
        .reduce((_, later) -> later)
        .map(link -> link.rotation().newKey());
  }

  /// Returns the checkpoint only if the key that is in force at its size signed it, and no
  /// signature in the name of a key of the chain is bad.
  ///
  /// @throws ProofException `KEY_TOO_EARLY` if only a key signed that the log names later;
  ///   `KEY_RETIRED` if only keys signed that the log had retired; otherwise as for {@link
  ///   TrustedKeys#verifyCheckpoint}
  public VerifiedCheckpoint verify(SignedNote note) {
    long size = Checkpoint.parse(note.text()).head().size();
    VerifiedCheckpoint verified = known().verifyCheckpoint(note);
    List<NoteVerifier> signers = known().verify(note);
    Optional<NoteVerifier> inForce = inForce(size);
    if (inForce.isPresent()) {
      return signers.contains(inForce.get())
          ? TrustedKeys.of(inForce.get()).verifyCheckpoint(note)
          : refuse(size, signers, inForce.get());
    }
    if (signers.stream().noneMatch(anchors.keys()::contains)) {
      throw new ProofException(
          Reason.KEY_TOO_EARLY,
          "the checkpoint of %d entries is signed by key %s only, which counts from entry %d on"
              .formatted(size, ids(signers), firstIndex(signers)));
    }
    return verified;
  }

  private VerifiedCheckpoint refuse(long size, List<NoteVerifier> signers, NoteVerifier inForce) {
    boolean tooEarly =
        signers.stream()
            .anyMatch(key ->
                links.stream()
                    .anyMatch(
                        link -> link.rotation().newKey().equals(key) && link.index() >= size));
    if (tooEarly) {
      throw new ProofException(
          Reason.KEY_TOO_EARLY,
          "the checkpoint of %d entries is signed by key %s, which counts from entry %d on"
              .formatted(size, ids(signers), firstIndex(signers)));
    }
    throw new ProofException(
        Reason.KEY_RETIRED,
        "the checkpoint of %d entries is signed by key %s only, which was retired before; key %s must have signed it"
            .formatted(size, ids(signers), inForce.keyId()));
  }

  private TrustedKeys known() {
    List<NoteVerifier> known = new ArrayList<>(anchors.keys());
    for (RotationLink link : links) {
      if (!known.contains(link.rotation().newKey())) {
        known.add(link.rotation().newKey());
      }
    }
    return new TrustedKeys(known);
  }

  private long firstIndex(List<NoteVerifier> signers) {
    return links.stream()
        .filter(link -> signers.contains(link.rotation().newKey()))
        .mapToLong(RotationLink::index)
        .max()
        .orElseThrow();
  }

  private static String ids(List<NoteVerifier> keys) {
    return keys.stream().map(key -> key.keyId().toString()).collect(Collectors.joining(", "));
  }
}
