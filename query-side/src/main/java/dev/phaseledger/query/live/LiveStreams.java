package dev.phaseledger.query.live;

import dev.phaseledger.api.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Sends entries to readers, each at its own pace: a thread of its own reads the log a batch at a
/// time and sends it, so nothing is queued for a reader that is slow. One that takes nothing for as
/// long as the server waits for a write is dropped; it resumes behind the last entry it has.
@Component
final class LiveStreams implements SmartLifecycle {

  /// Streams of one tenant on this node, at most.
  static final int STREAMS_PER_TENANT_MAX = 16;

  /// How long a stream lasts: then the reader comes again, and is asked again who it is.
  static final Duration STREAM_TIME_MAX = Duration.ofHours(1);

  /// How long nothing is sent, at most, so that everybody on the way knows the stream is alive.
  static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(15);

  /// When a reader that lost its stream is to come again.
  static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /// How often the end of the log is looked at.
  private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);

  private final LiveEntries entries;
  private final Map<TenantId, Semaphore> free = new ConcurrentHashMap<>();
  private final Set<Stream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean running;

  LiveStreams(LiveEntries entries) {
    this.entries = entries;
  }

  /// Starts a stream behind a position.
  ///
  /// @throws ErrorResponseException if the tenant has as many as it may have, or the service stops
  SseEmitter open(TenantId tenant, long after) {
    Semaphore slots = free.computeIfAbsent(tenant, _ -> new Semaphore(STREAMS_PER_TENANT_MAX));
    if (!running) {
      throw refused(HttpStatus.SERVICE_UNAVAILABLE, "The service is stopping.");
    }
    if (!slots.tryAcquire()) {
      throw refused(
          HttpStatus.TOO_MANY_REQUESTS,
          "The tenant has %d streams open, and may have no more."
              .formatted(STREAMS_PER_TENANT_MAX));
    }
    Stream stream = new Stream(tenant, after, new SseEmitter(0L));
    open.add(stream);
    Thread.ofVirtual()
        .name("live-" + tenant)
        .start(() -> {
          try {
            send(stream);
          } finally {
            open.remove(stream);
            slots.release();
          }
        });
    return stream.emitter;
  }

  @Override
  public void start() {
    running = true;
  }

  /// Ends every stream, so that the server need not wait for them.
  @Override
  public void stop() {
    running = false;
    open.forEach(Stream::end);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /// Stopped first of all, before the server waits for requests to end.
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }

  private void send(Stream stream) {
    try {
      stream.send(SseEmitter.event().comment("phase-ledger").reconnectTime(RETRY_AFTER.toMillis()));
      follow(stream);
      stream.emitter.complete();
    } catch (IOException _) {
      // Whoever read has gone, or takes nothing any more, and comes again if it wants. The server
      // knows of most such ends itself; the others are ended here.
      stream.emitter.complete();
    } catch (RuntimeException e) {
      stream.emitter.completeWithError(e);
    }
  }

  private void follow(Stream stream) throws IOException {
    long end = System.nanoTime() + STREAM_TIME_MAX.toNanos();
    long sent = System.nanoTime();
    while (running && !stream.over && System.nanoTime() - end < 0) {
      LiveEntries.Batch batch = entries.after(stream.tenant, stream.position);
      for (LiveEntries.Event event : batch.events()) {
        stream.send(SseEmitter.event().id(Long.toString(event.position())).data(event.json()));
      }
      if (!batch.events().isEmpty()) {
        sent = System.nanoTime();
      } else if (System.nanoTime() - sent >= HEARTBEAT_INTERVAL.toNanos()) {
        stream.send(SseEmitter.event().comment("alive"));
        sent = System.nanoTime();
      }
      if (batch.upTo() == stream.position) {
        stream.pause();
      }
      stream.position = batch.upTo();
    }
  }

  private static ErrorResponseException refused(HttpStatus status, String detail) {
    var refusal =
        new ErrorResponseException(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    refusal.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(RETRY_AFTER.toSeconds()));
    return refusal;
  }

  /// One reader.
  private static final class Stream {
    final TenantId tenant;
    final SseEmitter emitter;
    volatile long position;
    volatile boolean over;

    Stream(TenantId tenant, long position, SseEmitter emitter) {
      this.tenant = tenant;
      this.position = position;
      this.emitter = emitter;
      emitter.onCompletion(() -> over = true);
      emitter.onError(_ -> over = true);
      emitter.onTimeout(() -> over = true);
    }

    /// What fails on the way to a reader is one kind of failure, whichever layer notices first.
    void send(SseEmitter.SseEventBuilder event) throws IOException {
      try {
        emitter.send(event);
      } catch (IllegalStateException e) {
        throw new IOException("the reader has gone", e);
      }
    }

    void pause() {
      try {
        Thread.sleep(LOOK_INTERVAL);
      } catch (InterruptedException _) {
        over = true;
      }
    }

    void end() {
      over = true;
    }
  }
}
