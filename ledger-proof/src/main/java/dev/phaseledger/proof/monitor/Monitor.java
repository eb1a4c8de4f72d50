package dev.phaseledger.proof.monitor;

import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.ConsistencyProof;
import dev.phaseledger.proof.EntryBundle;
import dev.phaseledger.proof.KeyChain;
import dev.phaseledger.proof.KeyRotation;
import dev.phaseledger.proof.ProofException;
import dev.phaseledger.proof.RotationLink;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.TreeFrontier;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.VerifiedCheckpoint;
import dev.phaseledger.proof.monitor.MonitorVerdict.Alarm;
import dev.phaseledger.proof.monitor.MonitorVerdict.Consistent;
import dev.phaseledger.proof.monitor.MonitorVerdict.Kind;
import dev.phaseledger.proof.monitor.MonitorVerdict.Nothing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks at a served log and compares it with what it remembers.
///
/// Each look verifies the newest checkpoint's signature, by way of recorded rotations if the key
/// was replaced; fetches every entry since the look before, and requires that the tree over all
/// entries ever seen has the signed root. So the log can neither change nor hide an entry between
/// two looks, nor show this monitor a history that it has not shown it before. Whether others are
/// shown the same one is for them to compare. Used by one thread.
public final class Monitor {
  private final ServedLog log;
  private final Clock clock;
  private final Duration ageMax;

  /// A monitor of one log.
  ///
  /// @param ageMax how long the log may be without a newer checkpoint; zero allows any time
  public Monitor(ServedLog log, Clock clock, Duration ageMax) {
    this.log = log;
    this.clock = clock;
    this.ageMax = ageMax;
  }

  /// What a look has found, and what to remember from now on.
  public record Look(MonitorVerdict verdict, MonitorState state) {}

  /// Carries an alarm out of the middle of a look.
  private static final class Alarmed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Alarm alarm;

    Alarmed(Kind kind, String sentence) {
      super(sentence);
      this.alarm = new Alarm(kind, sentence);
    }
  }

  /// The entries since the look before: the tree with them, and the keys with their rotations.
  private record Grown(TreeFrontier frontier, KeyChain chain, int rotations) {}

  /// Looks once.
  ///
  /// @throws IOException if the service does not answer: nothing was found out
  public Look look(MonitorState state) throws IOException {
    try {
      return see(state);
    } catch (Alarmed alarmed) {
      return new Look(alarmed.alarm, state);
    }
  }

  private Look see(MonitorState state) throws IOException, Alarmed {
    Optional<byte[]> served = log.checkpoint();
    if (served.isEmpty() && state.checkpoint().isEmpty()) {
      return new Look(new Nothing(), state);
    }
    if (served.isEmpty()) {
      throw new Alarmed(
          Kind.SHRINK,
          "the service has no checkpoint, but %d entries were signed before"
              .formatted(state.frontier().size()));
    }
    SignedNote note = parse(served.get());
    TreeHead claimed = head(note);
    TreeHead known = state.frontier().head();
    if (claimed.size() <= known.size()) {
      return notGrown(state, note);
    }
    Grown grown = grow(state, note, claimed.size());
    VerifiedCheckpoint verified = verify(grown.chain(), note);
    if (!grown.frontier().head().equals(verified.head())) {
      throw differing(known, verified.head(), grown.frontier().head());
    }
    return new Look(
        new Consistent(
            verified.origin(),
            verified.head(),
            claimed.size() - known.size(),
            grown.rotations(),
            verified.keyId()),
        new MonitorState(grown.chain(), grown.frontier(), Optional.of(note), clock.instant()));
  }

  private Look notGrown(MonitorState state, SignedNote note) throws Alarmed {
    VerifiedCheckpoint verified = verify(state.chain(), note);
    TreeHead known = state.frontier().head();
    if (verified.head().size() < known.size()) {
      throw new Alarmed(
          Kind.SHRINK,
          "the newest checkpoint covers %d entries, but %d were signed before"
              .formatted(verified.head().size(), known.size()));
    }
    if (!verified.head().equals(known)) {
      throw new Alarmed(
          Kind.FORK,
          "two signed histories of %d entries: root %s is served, root %s was signed before"
              .formatted(known.size(), verified.head().root().base64(), known.root().base64()));
    }
    Instant now = clock.instant();
    if (!ageMax.isZero() && now.isAfter(state.grewAt().plus(ageMax))) {
      throw new Alarmed(
          Kind.STALE,
          "no newer checkpoint than that of %d entries since %s"
              .formatted(known.size(), state.grewAt()));
    }
    return new Look(
        new Consistent(verified.origin(), verified.head(), 0, 0, verified.keyId()), state);
  }

  private static SignedNote parse(byte[] served) throws Alarmed {
    try {
      return SignedNote.parse(served);
    } catch (ProofException e) {
      throw unverifiable(e);
    }
  }

  private static TreeHead head(SignedNote note) throws Alarmed {
    try {
      return Checkpoint.parse(note.text()).head();
    } catch (ProofException e) {
      throw unverifiable(e);
    }
  }

  private static VerifiedCheckpoint verify(KeyChain chain, SignedNote note) throws Alarmed {
    try {
      return chain.verify(note);
    } catch (ProofException e) {
      throw unverifiable(e);
    }
  }

  private static Alarmed unverifiable(ProofException e) {
    return new Alarmed(Kind.UNVERIFIABLE_SIGNATURE, "the served checkpoint: " + e.getMessage());
  }

  private Grown grow(MonitorState state, SignedNote note, long size) throws IOException, Alarmed {
    try {
      return grow(state, size);
    } catch (Alarmed alarmed) {
      if (alarmed.alarm.kind() == Kind.ENTRIES_DIFFER) {
        // Whoever cannot sign can claim any size: then the signature is what is wrong.
        verify(state.chain(), note);
      }
      throw alarmed;
    }
  }

  private Grown grow(MonitorState state, long size) throws IOException, Alarmed {
    TreeFrontier frontier = state.frontier();
    KeyChain chain = state.chain();
    int rotations = 0;
    List<RotationLink> unchecked = new ArrayList<>();
    while (frontier.size() < size) {
      for (byte[] entry : fetch(frontier.size(), size)) {
        Optional<KeyRotation> rotation = rotation(entry, frontier.size());
        if (rotation.isPresent() && concerns(chain, rotation.get())) {
          RotationLink link = link(frontier.size());
          chain = follow(chain, link);
          unchecked.add(link);
          rotations++;
        }
        frontier = frontier.append(TreeHashing.leaf(entry));
        check(unchecked, frontier);
      }
    }
    if (!unchecked.isEmpty()) {
      throw new Alarmed(
          Kind.ROTATION_REFUSED,
          "the rotation at entry %d is proved by a checkpoint beyond the newest one"
              .formatted(unchecked.getFirst().index()));
    }
    return new Grown(frontier, chain, rotations);
  }

  /// Rotations from before the first trusted key are history.
  private static boolean concerns(KeyChain chain, KeyRotation rotation) {
    return !chain.links().isEmpty() || chain.anchors().keys().contains(rotation.oldKey());
  }

  /// The tree must pass through the head that both keys of a rotation signed.
  private static void check(List<RotationLink> unchecked, TreeFrontier frontier) throws Alarmed {
    for (RotationLink link : unchecked) {
      if (link.head().size() == frontier.size() && !link.head().equals(frontier.head())) {
        throw new Alarmed(
            Kind.FORK,
            "the rotation at entry %d was signed for another history".formatted(link.index()));
      }
    }
    unchecked.removeIf(link -> link.head().size() == frontier.size());
  }

  private List<byte[]> fetch(long from, long size) throws IOException, Alarmed {
    long tile = from / EntryBundle.ENTRIES_MAX;
    int skipped = (int) (from % EntryBundle.ENTRIES_MAX);
    int width = (int) Math.min(EntryBundle.ENTRIES_MAX, size - tile * EntryBundle.ENTRIES_MAX);
    TilePath.Entries path = new TilePath.Entries(tile, width);
    Optional<byte[]> bundle = log.entries(path);
    List<byte[]> entries;
    try {
      entries = bundle.isEmpty() ? List.of() : EntryBundle.decode(bundle.get());
    } catch (ProofException e) {
      throw new Alarmed(Kind.ENTRIES_DIFFER, path.path() + ": " + e.getMessage());
    }
    if (entries.size() != width) {
      throw new Alarmed(
          Kind.ENTRIES_DIFFER,
          "%s holds %d entries instead of %d, but the checkpoint covers %d"
              .formatted(path.path(), entries.size(), width, size));
    }
    return entries.subList(skipped, width);
  }

  private static Optional<KeyRotation> rotation(byte[] entry, long index) throws Alarmed {
    try {
      return KeyRotation.find(entry);
    } catch (ProofException e) {
      throw new Alarmed(Kind.ROTATION_REFUSED, "entry %d: %s".formatted(index, e.getMessage()));
    }
  }

  private RotationLink link(long index) throws IOException, Alarmed {
    Optional<byte[]> served = log.rotation(index);
    if (served.isEmpty()) {
      throw new Alarmed(
          Kind.ROTATION_REFUSED,
          "entry %d replaces the key, but the service has no proof of it".formatted(index));
    }
    try {
      RotationLink link = RotationLink.parse(served.get());
      if (link.index() != index) {
        throw new Alarmed(
            Kind.ROTATION_REFUSED,
            "the proof for entry %d is of entry %d".formatted(index, link.index()));
      }
      return link;
    } catch (ProofException e) {
      throw new Alarmed(Kind.ROTATION_REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private static KeyChain follow(KeyChain chain, RotationLink link) throws Alarmed {
    try {
      return chain.follow(link);
    } catch (ProofException e) {
      throw new Alarmed(Kind.ROTATION_REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /// Whether it is the history that changed, or only the entries that are served under it.
  private Alarmed differing(TreeHead known, TreeHead signed, TreeHead found) throws IOException {
    Optional<byte[]> proof = log.consistency(known.size(), signed.size());
    try {
      if (proof.isPresent()) {
        known.checkPrefixOf(
            signed, ConsistencyProof.parse(new String(proof.get(), StandardCharsets.UTF_8)));
        return new Alarmed(
            Kind.ENTRIES_DIFFER,
            "the %d entries served give the root %s, but %s is signed"
                .formatted(signed.size(), found.root().base64(), signed.root().base64()));
      }
    } catch (ProofException e) {
      // Not consistent, or no proof at all: either way what was signed before is not kept.
      return forked(known, signed, String.valueOf(e.getMessage()));
    }
    return forked(known, signed, "the service has no proof of consistency");
  }

  private static Alarmed forked(TreeHead known, TreeHead signed, String why) {
    return new Alarmed(
        Kind.FORK,
        "the checkpoint of %d entries does not extend that of %d entries signed before: %s"
            .formatted(signed.size(), known.size(), why));
  }
}
