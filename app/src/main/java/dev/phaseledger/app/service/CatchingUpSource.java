package dev.phaseledger.app.service;

import dev.phaseledger.api.StoreException;
import dev.phaseledger.query.projection.CatchUp;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.WrappedToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/// The log as the projections' processor follows it: what it is far behind on is folded in bulk
/// before its stream opens, and the stream goes on from there.
///
/// The projections' own progress alone decides what is still to be folded. The processor's token
/// may lie behind it, and follows with the next event; it lies ahead of it when the projections
/// were emptied to be folded anew.
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
      return log.openStream(new GlobalSequenceTrackingToken(catchUp.run(position(token))));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("catching up with the log was interrupted", e);
    }
  }

  private static long position(@Nullable TrackingToken token) {
    return token != null
            && WrappedToken.unwrapLowerBound(token) instanceof GlobalSequenceTrackingToken global
        ? global.getGlobalIndex()
        : 0;
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
