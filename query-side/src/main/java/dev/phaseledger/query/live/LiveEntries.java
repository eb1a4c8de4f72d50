package dev.phaseledger.query.live;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.query.reading.LogEntries;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/// Reads what follows a position, for one tenant, as CloudEvents 1.0 in their JSON form. The log is
/// read up to where this node has followed it, so nothing is sent that could still be lost.
@Component
final class LiveEntries {

  /// Entries read at a time: all that is held for one reader.
  static final int BATCH_ENTRIES = 256;

  /// What follows a position.
  ///
  /// @param upTo the last position that was looked at
  record Batch(List<Event> events, long upTo) {}

  /// One entry as a CloudEvent.
  record Event(long position, String json) {}

  private final LedgerReader log;
  private final LogEntries entries;

  LiveEntries(LedgerReader log, LogEntries entries) {
    this.log = log;
    this.entries = entries;
  }

  /// The last position that can be sent.
  long position() {
    return log.position();
  }

  /// The tenant's entries behind a position; what other tenants recorded is passed over.
  Batch after(TenantId tenant, long position) {
    long last = Math.min(log.position(), position + BATCH_ENTRIES);
    if (last <= position) {
      return new Batch(List.of(), position);
    }
    List<RecordedEvent> recorded =
        log.read(position + 1, Math.toIntExact(last - position)).stream()
            .filter(entry -> entry.stream().tenant().equals(tenant))
            .toList();
    Map<Long, byte[]> texts =
        entries.read(
            tenant, recorded.stream().map(RecordedEvent::index).collect(Collectors.toSet()));
    return new Batch(recorded.stream().map(entry -> event(entry, texts)).toList(), last);
  }

  private static Event event(RecordedEvent entry, Map<Long, byte[]> texts) {
    byte[] text = texts.get(entry.index());
    if (text == null) {
      throw new IllegalStateException("the log has no entry " + entry.index());
    }
    String attributes =
        Json.text(
            Fields.with("specversion", new Text("1.0"))
                .put("id", Long.toString(entry.position()))
                .put("source", "/v1/ledger/" + entry.stream().tenant())
                .put("type", "dev.phaseledger." + EventCodec.typeOf(entry.event()))
                .put("subject", entry.stream().subject().label() + '/' + entry.stream().id())
                .put("time", entry.time().toString())
                .put("datacontenttype", "application/json")
                .put("logindex", Long.toString(entry.index()))
                .build());
    // The entry as it is stored, so that a reader can hash it.
    return new Event(
        entry.position(),
        attributes.substring(0, attributes.length() - 1)
            + ",\"data\":"
            + new String(text, StandardCharsets.UTF_8)
            + '}');
  }
}
