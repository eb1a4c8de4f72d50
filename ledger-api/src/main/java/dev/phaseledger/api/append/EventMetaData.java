package dev.phaseledger.api.append;

/// Names of the metadata that the store puts on every event message it hands out, beside what the
/// message itself names: identifier, stream, sequence, time. The values are plain, so that a
/// dead-letter queue can keep them.
public final class EventMetaData {

  /// [RecordedEvent#position], a `Long`.
  public static final String POSITION = "position";

  /// [RecordedEvent#index], a `Long`.
  public static final String INDEX = "index";

  /// [RecordedEvent#actor], as text.
  public static final String ACTOR = "actor";

  /// [RecordedEvent#trace]; absent if there was none.
  public static final String TRACE = "trace";

  private EventMetaData() {}
}
