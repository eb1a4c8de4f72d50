package dev.phaseledger.store;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SubtreeId;
import dev.phaseledger.proof.TreeFrontier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What one commit will write and what each append of the batch will be told after it.
///
/// Refusals are told after the commit too: one append of a batch may be refused because of another,
/// which holds only once that other one is durable.
final class Plan {

  /// An append with the places of its entries.
  record Accepted(Append append, List<RecordedEvent> recorded) {}

  /// An append that fails alone.
  record Refused(Append append, RuntimeException reason) {}

  /// A claim with the append that takes it.
  ///
  /// @param claim as its holder asserted it
  /// @param position the first position of the holder
  /// @param count how many entries the holder has
  record Taken(Claim claim, long position, int count) {

    /// What another append asserting the same key is told.
    ClaimTakenException refusing(Claim other) {
      return new ClaimTakenException(
          other, position, count, claim.request().equals(other.request()));
    }
  }

  /// A complete subtree at a tile level.
  record Node(TenantId tenant, SubtreeId subtree, Sha256Hash hash) {}

  private final long from;
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final List<RecordedEvent> entries = new ArrayList<>();
  private final List<Taken> taken = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<StreamId, Long> versions = new HashMap<>();
  private final Map<TenantId, TreeFrontier> grown = new LinkedHashMap<>();
  private final Map<TenantId, Long> sizesBefore = new HashMap<>();

  private boolean found;

  /// Writes behind the position `from`.
  Plan(long from) {
    this.from = from;
  }

  long from() {
    return from;
  }

  long to() {
    return from + entries.size();
  }

  boolean writesNothing() {
    return entries.isEmpty();
  }

  List<Accepted> accepted() {
    return accepted;
  }

  List<Refused> refused() {
    return refused;
  }

  /// Whether it changes what the next plans are signed with.
  boolean rotatesKeys() {
    return versions.keySet().stream().anyMatch(stream -> stream.subject() == StreamId.Subject.LOG);
  }

  /// Everybody who waits for its answer.
  Stream<Append> appends() {
    return Stream.concat(
        accepted.stream().map(Accepted::append), refused.stream().map(Refused::append));
  }

  /// How many appends it has an answer for.
  int answers() {
    return accepted.size() + refused.size();
  }

  /// Tells each append what became of it.
  void answer() {
    accepted.forEach(each -> each.append().recorded(each.recorded()));
    refused.forEach(each -> each.append().refused(each.reason()));
  }

  /// Drafts and entries run in parallel, in the order of positions.
  List<Draft> drafts() {
    return drafts;
  }

  List<RecordedEvent> entries() {
    return entries;
  }

  List<Taken> taken() {
    return taken;
  }

  List<Node> nodes() {
    return nodes;
  }

  /// The versions of the streams it appends to.
  Map<StreamId, Long> versions() {
    return versions;
  }

  /// The frontiers of the logs it appends to.
  Map<TenantId, TreeFrontier> grown() {
    return grown;
  }

  /// The size of a log that it appends to, before.
  long sizeBefore(TenantId log) {
    return sizesBefore.getOrDefault(log, 0L);
  }

  void refuse(Append append, RuntimeException reason) {
    refused.add(new Refused(append, reason));
  }

  /// Adds an append behind what is planned so far.
  ///
  /// @param before the frontier of its log
  /// @return the claims it takes
  List<Taken> accept(Append append, TreeFrontier before) {
    TreeFrontier frontier = before;
    TenantId tenant = append.tenant();
    sizesBefore.putIfAbsent(tenant, before.size());
    long first = to() + 1;
    List<RecordedEvent> recorded = new ArrayList<>(append.drafts().size());
    for (Draft draft : append.drafts()) {
      RecordedEvent event = draft.at(to() + 1, frontier.size());
      frontier = frontier.append(draft.leafHash(), (subtree, hash) -> keep(tenant, subtree, hash));
      versions.put(event.stream(), event.sequence());
      drafts.add(draft);
      entries.add(event);
      recorded.add(event);
    }
    grown.put(tenant, frontier);
    List<Taken> claims = new ArrayList<>(append.claims().size());
    for (Claim claim : append.claims()) {
      claims.add(new Taken(claim, first, recorded.size()));
    }
    taken.addAll(claims);
    accepted.add(new Accepted(append, List.copyOf(recorded)));
    return claims;
  }

  /// Compares a stored entry with what this plan would have written there. Entries hold a unique
  /// id, so equal hashes mean that this very plan was committed.
  Optional<RecordedEvent> find(StoredEntry stored) {
    if (stored.position() <= from || stored.position() > to()) {
      return Optional.empty();
    }
    int place = (int) (stored.position() - from - 1);
    if (!drafts.get(place).leafHash().equals(stored.leafHash())) {
      return Optional.empty();
    }
    found = true;
    return Optional.of(entries.get(place));
  }

  /// Before [#find] is asked again.
  void lookAgain() {
    found = false;
  }

  /// Whether [#find] has found any of it, and so, commits being whole, all of it.
  boolean wasFound() {
    return found;
  }

  private void keep(TenantId tenant, SubtreeId subtree, Sha256Hash hash) {
    if (TileLevels.isStored(subtree)) {
      nodes.add(new Node(tenant, subtree, hash));
    }
  }
}
