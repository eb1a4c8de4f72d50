package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LogListener;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LogEvent.KeyRotated;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.LogKey;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TreeHead;
import dev.phaseledger.proof.TrustedKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which keys sign which log now: folded from the recorded rotations, and so the same on every node
/// that has read as far.
///
/// Written by the thread that follows the log, read by any. A node that lacks a key that must sign
/// stops rather than to sign without it.
final class LogKeys implements LogListener {

  /// A rotation with its place.
  private record Rotation(
      long index, NoteVerifier oldKey, NoteVerifier newKey, Instant overlapUntil) {}

  /// A log's rotations, oldest first, and the version of its stream.
  private record History(long version, List<Rotation> rotations) {
    static final History NONE = new History(-1, List.of());
  }

  private final SigningKeys keys;
  private final Clock clock;
  private final Map<TenantId, History> histories = new ConcurrentHashMap<>();
  private volatile boolean opened;

  LogKeys(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  @Override
  public Set<StreamId.Subject> subjects() {
    return Set.of(StreamId.Subject.LOG);
  }

  @Override
  public void onRecorded(RecordedEvent recorded) {
    TenantId tenant = recorded.stream().tenant();
    histories.compute(tenant, (_, known) -> grown(known == null ? History.NONE : known, recorded));
    // History may name keys that were retired since and are held by nobody any more.
    if (opened && recorded.event() instanceof KeyRotated) {
      signers(tenant);
    }
  }

  private static History grown(History history, RecordedEvent recorded) {
    List<Rotation> rotations = history.rotations();
    if (recorded.event() instanceof KeyRotated rotated) {
      rotations = new ArrayList<>(rotations);
      rotations.add(
          new Rotation(
              recorded.index(),
              NoteVerifier.parse(rotated.oldKey()),
              NoteVerifier.parse(rotated.newKey()),
              rotated.overlapUntil()));
    }
    return new History(recorded.sequence(), List.copyOf(rotations));
  }

  /// The history has been read: from here on a key that is missing stops the node.
  ///
  /// @throws StoppedException if one that must sign is missing now
  void opened() {
    opened = true;
    histories.forEach((tenant, history) -> {
      if (!history.rotations().isEmpty()) {
        signers(tenant);
      }
    });
  }

  /// The version of the tenant's log stream as of the last entry that was followed.
  long version(TenantId tenant) {
    return history(tenant).version();
  }

  /// The key that must sign a tenant's log.
  NoteVerifier current(TenantId tenant) {
    List<Rotation> rotations = history(tenant).rotations();
    return rotations.isEmpty() ? keys.verifier(tenant) : rotations.getLast().newKey();
  }

  /// A checkpoint of a head that a plan will have reached. If the plan itself rotates the key, the
  /// old and the new one sign.
  ///
  /// @throws StoppedException if this node lacks a key that must sign
  SignedNote sign(TenantId tenant, TreeHead head, Plan plan) {
    List<NoteSigner> signers = new ArrayList<>(signers(tenant));
    if (plan.versions().containsKey(StreamId.log(tenant))) {
      for (RecordedEvent entry : plan.entries()) {
        if (entry.event() instanceof KeyRotated rotated && entry.stream().tenant().equals(tenant)) {
          signers.addFirst(held(tenant, NoteVerifier.parse(rotated.newKey())));
        }
      }
    }
    return new Checkpoint(current(tenant).name(), head).sign(signers);
  }

  /// The current key first, then those whose overlap has not ended.
  private List<NoteSigner> signers(TenantId tenant) {
    Instant now = clock.instant();
    Set<NoteVerifier> signing = new LinkedHashSet<>();
    signing.add(current(tenant));
    for (Rotation rotation : history(tenant).rotations().reversed()) {
      if (now.isBefore(rotation.overlapUntil())) {
        signing.add(rotation.oldKey());
      }
    }
    return signing.stream().map(key -> held(tenant, key)).toList();
  }

  private NoteSigner held(TenantId tenant, NoteVerifier key) {
    return keys.find(tenant, key)
        .orElseThrow(() ->
            new StoppedException(new StopReason.KeyMissing(tenant, key.keyId(), keys.fileOf(key))));
  }

  /// What a checkpoint commits to, if the key that must sign has signed it.
  ///
  /// @throws dev.phaseledger.proof.ProofException if not
  TreeHead verified(TenantId tenant, SignedNote note) {
    return TrustedKeys.of(current(tenant)).verifyCheckpoint(note).head();
  }

  /// Keys that this node holds and that the log has never used.
  List<NoteVerifier> staged(TenantId tenant) {
    Set<NoteVerifier> used = new LinkedHashSet<>();
    used.add(keys.verifier(tenant));
    for (Rotation rotation : history(tenant).rotations()) {
      used.add(rotation.oldKey());
      used.add(rotation.newKey());
    }
    return keys.all(tenant).stream().filter(key -> !used.contains(key)).toList();
  }

  /// See [dev.phaseledger.proof.LogSource#keys].
  List<LogKey> all(TenantId tenant) {
    Instant now = clock.instant();
    List<Rotation> rotations = history(tenant).rotations();
    List<LogKey> all = new ArrayList<>();
    Optional<Instant> until = Optional.empty();
    for (int i = rotations.size(); i >= 0; i--) {
      NoteVerifier key = i > 0 ? rotations.get(i - 1).newKey() : firstKey(tenant, rotations);
      all.add(
          new LogKey(
              key,
              state(until, now),
              i > 0 ? OptionalLong.of(rotations.get(i - 1).index()) : OptionalLong.empty(),
              until));
      until = i > 0 ? Optional.of(rotations.get(i - 1).overlapUntil()) : until;
    }
    for (NoteVerifier key : staged(tenant)) {
      all.add(new LogKey(key, LogKey.State.STAGED, OptionalLong.empty(), Optional.empty()));
    }
    return List.copyOf(all);
  }

  private NoteVerifier firstKey(TenantId tenant, List<Rotation> rotations) {
    return rotations.isEmpty() ? keys.verifier(tenant) : rotations.getFirst().oldKey();
  }

  private static LogKey.State state(Optional<Instant> signsUntil, Instant now) {
    if (signsUntil.isEmpty()) {
      return LogKey.State.CURRENT;
    }
    return now.isBefore(signsUntil.get()) ? LogKey.State.OVERLAP : LogKey.State.RETIRED;
  }

  private History history(TenantId tenant) {
    return histories.getOrDefault(tenant, History.NONE);
  }
}
