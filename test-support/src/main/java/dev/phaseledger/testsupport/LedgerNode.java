package dev.phaseledger.testsupport;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.AppendScope;
import dev.phaseledger.api.append.Claim;
import dev.phaseledger.api.append.ClaimTakenException;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.LedgerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One node of a ledger, as far as [EngineContract] needs to know it.
public interface LedgerNode extends AutoCloseable {

  /// An event and the place in its stream that it was decided for.
  record Decided(StreamId stream, long sequence, LedgerEvent event) {}

  /// Records events together and returns what was recorded.
  List<RecordedEvent> append(AppendScope scope, List<Decided> events);

  /// The events of a stream from a sequence on.
  List<RecordedEvent> stream(StreamId stream, long firstSequence);

  /// The events behind a position, up to [#position].
  List<RecordedEvent> follow(long position);

  /// The events at consecutive positions.
  List<RecordedEvent> read(long position, int count);

  Optional<ClaimTakenException> holder(Claim claim);

  /// The last position that the node's listeners have seen.
  long position();

  /// Waits until the node's listeners have seen a position.
  boolean awaitPosition(long position, Duration timeout) throws InterruptedException;

  @Override
  void close();
}
