package dev.phaseledger.query.live;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.query.reading.Readers;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/// Sends the tenant's entries as they are recorded, as server-sent events. For those who may read
/// everything of it.
@RestController
final class StreamEndpoint {

  private final LiveStreams streams;
  private final LiveEntries entries;

  StreamEndpoint(LiveStreams streams, LiveEntries entries) {
    this.streams = streams;
    this.entries = entries;
  }

  /// Each event's id is the position of its entry, and its data a CloudEvent.
  ///
  /// @param from the first position that is sent; what is recorded from now on, unless given
  /// @param lastEventId the last id that a reader has: it goes on behind it
  @GetMapping(path = "/v1/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> stream(
      Principal principal,
      @RequestParam Optional<String> from,
      @RequestHeader(name = "Last-Event-ID") Optional<String> lastEventId) {
    Readers.requireAll(principal);
    Optional<Long> resumed = lastEventId.map(id -> position("Last-Event-ID", id));
    Optional<Long> asked = from.map(position -> position("from", position) - 1);
    long after = resumed.or(() -> asked).orElseGet(entries::position);
    return ResponseEntity.ok()
        .cacheControl(CacheControl.noStore())
        .contentType(MediaType.TEXT_EVENT_STREAM)
        .body(streams.open(principal.tenant(), after));
  }

  private long position(String field, String text) {
    long last = entries.position();
    if (!text.matches("[0-9]{1,18}")
        || Long.parseLong(text) < 1
        || Long.parseLong(text) > last + 1) {
      throw new InvalidFieldException(field, "must be a position from 1 to " + (last + 1));
    }
    return Long.parseLong(text);
  }
}
