package dev.phaseledger.app.service;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.query.projection.CatchUp;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/// The log as the projections' processor follows it: what it is far behind on is folded in bulk
/// before its stream opens, and the stream goes on from there.
///
/// The processor's token may lie behind the projections' own progress, which alone decides what is
/// still to be folded; it follows with the next event.
final class CatchingUpSource implements StreamableMessageSource<TrackedEventMessage<?>> {

  private final StreamableMessageSource<TrackedEventMessage<?>> log;
  private final CatchUp catchUp;

  CatchingUpSource(StreamableMessageSource<TrackedEventMessage<?>> log, CatchUp catchUp) {
    this.log = log;
    this.catchUp = catchUp;
  }

  @Override
  public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken token) {
    try {
      TrackingToken reflected = new GlobalSequenceTrackingToken(catchUp.run());
      return log.openStream(token == null || reflected.covers(lower(token)) ? reflected : token);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("catching up with the log was interrupted", e);
    }
  }

  private static TrackingToken lower(TrackingToken token) {
    TrackingToken lower =
        org.axonframework.eventhandling.WrappedToken.unwrapLowerBound(token);
    return lower == null ? new GlobalSequenceTrackingToken(0) : lower;
  }

  @Override
  public TrackingToken createTailToken() {
    return log.createTailToken();
  }

  @Override
  public TrackingToken createHeadToken() {
    return log.createHeadToken();
  }

  @Override
  public TrackingToken createTokenAt(Instant dateTime) {
    return log.createTokenAt(dateTime);
  }

  @Override
  public TrackingToken createTokenSince(Duration duration) {
    return log.createTokenSince(duration);
  }
}
