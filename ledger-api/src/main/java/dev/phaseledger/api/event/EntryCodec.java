package dev.phaseledger.api.event;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Instant;
import java.util.Optional;

/// The bytes of an entry, which are a leaf of the tenant's hash tree: a canonical JSON object with
/// the members `actor`, `data`, `id`, `sequence`, `stream`, `time`, `trace` (absent if there is
/// none) and `type`. Position and index are not part of it: the log gives them.
///
/// Entries are written once. Whoever verifies one hashes the stored bytes and never these again.
public final class EntryCodec {

  /// Size of an entry, in bytes: what a C2SP tile's two-byte length prefix can hold.
  public static final int ENTRY_BYTES_MAX = 65_535;

  private EntryCodec() {}

  /// The bytes to record.
  ///
  /// @param id unique name of the event
  /// @param sequence place in the stream, from 0
  /// @param trace the caller's W3C `traceparent`
  /// @throws InvalidFieldException naming `entry` if it is larger than [#ENTRY_BYTES_MAX], or the
  ///   field that cannot be recorded
  /// @throws dev.phaseledger.api.value.InvalidJsonException if a text holds half of a surrogate
  ///   pair, or a caller's value is beyond the limits of [Json]
  public static byte[] encode(
      String id,
      StreamId stream,
      long sequence,
      Instant time,
      PrincipalId actor,
      Optional<String> trace,
      LedgerEvent event) {
    byte[] entry =
        Json.bytes(
            new Form()
                .text("actor", actor.value())
                .value("data", EventCodec.encode(event))
                .text("id", id)
                .integer("sequence", sequence)
                .text("stream", stream.toString())
                .instant("time", time)
                .text("trace", trace)
                .text("type", EventCodec.typeOf(event))
                .build());
    checkSize(entry.length);
    return entry;
  }

  /// Reads an entry back.
  ///
  /// @param position place among all events of the store, from 1
  /// @param index place in the tenant's log, from 0
  /// @throws InvalidFieldException naming the member that is missing, wrong or unknown
  /// @throws dev.phaseledger.api.value.InvalidJsonException if the bytes are not JSON
  public static RecordedEvent decode(byte[] entry, long position, long index) {
    checkSize(entry.length);
    if (!(Json.parseRecorded(entry) instanceof Fields fields)) {
      throw new InvalidFieldException("entry", "must be an object");
    }
    var in = Members.of(fields);
    return in.end(
        new RecordedEvent(
            in.text("id"),
            in.text("stream", StreamId::parse),
            in.integer("sequence"),
            position,
            index,
            in.instant("time"),
            in.text("actor", PrincipalId::new),
            in.optionalText("trace"),
            EventCodec.decode(in.text("type"), in.object("data"))));
  }

  private static void checkSize(int bytes) {
    if (bytes > ENTRY_BYTES_MAX) {
      throw new InvalidFieldException(
          "entry",
          "would take "
              + bytes
              + " bytes, "
              + ENTRY_BYTES_MAX
              + " at most: put large content into the artifact store and name it by its digest");
    }
  }
}
