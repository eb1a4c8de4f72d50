package dev.phaseledger.proof.monitor;

import dev.phaseledger.proof.TilePath;
import java.io.IOException;
import java.util.Optional;

/// Port: a log as it is served to anybody who may read it. Nothing it returns is believed before it
/// is verified. Used by one thread.
///
/// Each call throws if there is no answer: then nothing was found out, neither good nor bad.
public interface ServedLog {

  /// The newest signed checkpoint, as text; empty if the log has no entries.
  Optional<byte[]> checkpoint() throws IOException;

  /// A bundle of entries; empty if the log does not reach so far.
  Optional<byte[]> entries(TilePath.Entries path) throws IOException;

  /// The proof that the entry at `index` replaced the log's key; empty if there is none.
  Optional<byte[]> rotation(long index) throws IOException;

  /// The proof that the tree of `from` entries is a prefix of the one of `to`, as text; empty if
  /// there is none.
  Optional<byte[]> consistency(long from, long to) throws IOException;
}
