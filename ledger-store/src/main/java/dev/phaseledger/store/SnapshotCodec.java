package dev.phaseledger.store;

/// Port: the bytes of an aggregate's state.
///
/// Snapshots are a cache: a state that cannot be read any more is not an error, it is folded from
/// the events again.
public interface SnapshotCodec {

  /// Names the form of what [#encode] writes. Snapshots of any other form are ignored, so it must
  /// change whenever the state or its meaning does.
  String form();

  /// The bytes of an aggregate's state.
  byte[] encode(Object state);

  /// The state whose bytes [#encode] wrote in this form.
  Object decode(byte[] state);
}
