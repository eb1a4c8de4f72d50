package dev.phaseledger.query.testing;

import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.HashRange;
import dev.phaseledger.proof.HashReader;
import dev.phaseledger.proof.LogSource;
import dev.phaseledger.proof.NoteSigner;
import dev.phaseledger.proof.NoteVerifier;
import dev.phaseledger.proof.Proofs;
import dev.phaseledger.proof.Sha256Hash;
import dev.phaseledger.proof.SignedNote;
import dev.phaseledger.proof.TiledHashReader;
import dev.phaseledger.proof.TreeHashing;
import dev.phaseledger.query.projection.PlacedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/// A small ledger in memory: gives events their places, and serves the logs they are in.
public final class Ledger implements LogSource {

  /// When the ledger starts; every entry is a second later than the one before.
  public static final Instant START = Instant.parse("2026-11-20T09:00:00.123456789Z");

  private final List<PlacedEvent> events = new ArrayList<>();
  private final Map<String, List<byte[]>> logs = new HashMap<>();
  private final NoteSigner signer;

  public Ledger(NoteSigner signer) {
    this.signer = signer;
  }

  /// Records an event.
  public PlacedEvent record(TenantId tenant, String actor, LedgerEvent event) {
    List<byte[]> log = logs.computeIfAbsent(tenant.value(), key -> new ArrayList<>());
    PlacedEvent placed =
        new PlacedEvent(
            tenant, events.size() + 1L, log.size(), START.plusSeconds(events.size()), actor, event);
    log.add(
        EntryCodec.encode(
            "event-" + placed.position(),
            stream(placed),
            placed.position(),
            placed.time(),
            new PrincipalId(actor),
            Optional.empty(),
            event));
    events.add(placed);
    return placed;
  }

  /// Everything recorded so far.
  public List<PlacedEvent> events() {
    return List.copyOf(events);
  }

  /// Reads what was recorded, by position.
  public LedgerReader reader() {
    return new LedgerReader() {
      @Override
      public long position() {
        return events.size();
      }

      @Override
      public List<RecordedEvent> read(long position, int count) {
        int from = (int) Math.min(position - 1, events.size());
        int to = Math.min(from + count, events.size());
        return events.subList(from, to).stream().map(Ledger::recorded).toList();
      }

      @Override
      public Optional<ClaimTakenException> holder(Claim claim) {
        return Optional.empty();
      }
    };
  }

  private static RecordedEvent recorded(PlacedEvent placed) {
    return new RecordedEvent(
        "event-" + placed.position(),
        stream(placed),
        placed.position(),
        placed.position(),
        placed.index(),
        placed.time(),
        new PrincipalId(placed.actor()),
        Optional.empty(),
        placed.event());
  }

  /// The stream an event belongs to.
  public static StreamId stream(PlacedEvent placed) {
    return switch (placed.event()) {
      case AgentEvent event -> StreamId.agent(placed.tenant(), event.agent());
      case ContractEvent event -> StreamId.contract(placed.tenant(), event.contract());
      case LogEvent _ -> StreamId.log(placed.tenant());
      case PolicyEvent _ -> StreamId.policy(placed.tenant());
      case SubjectEvent event -> StreamId.subject(placed.tenant(), event.subject());
    };
  }

  @Override
  public Optional<SignedNote> checkpoint(String log) {
    int size = entries(log).size();
    return size == 0
        ? Optional.empty()
        : Optional.of(
            new Checkpoint(signer.verifier().name(), new Proofs(hashes(log), size).head())
                .sign(List.of(signer)));
  }

  @Override
  public NoteVerifier verifier(String log) {
    return signer.verifier();
  }

  @Override
  public List<byte[]> entries(String log, long from, int count) {
    List<byte[]> entries = entries(log);
    int first = (int) Math.min(from, entries.size());
    return entries.subList(first, Math.min(first + count, entries.size()));
  }

  @Override
  public HashReader hashes(String log) {
    return new TiledHashReader((_, _) -> Optional.empty(), range -> read(log, range));
  }

  private List<Sha256Hash> read(String log, HashRange range) {
    return LongStream.range(range.first(), range.first() + range.count())
        .mapToObj(index -> TreeHashing.leaf(entries(log).get((int) index)))
        .toList();
  }

  private List<byte[]> entries(String log) {
    return logs.getOrDefault(log, List.of());
  }
}
