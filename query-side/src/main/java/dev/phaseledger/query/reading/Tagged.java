package dev.phaseledger.query.reading;

import org.springframework.http.ResponseEntity;

/// Answers that carry an entity tag (RFC 9110 section 8.8.3). A view changes with the position it
/// reflects and with nothing else, so the position is its tag.
public final class Tagged {

  private Tagged() {}

  public static <T> ResponseEntity<T> of(long position, T body) {
    return ResponseEntity.ok().eTag("\"" + position + "\"").body(body);
  }
}
