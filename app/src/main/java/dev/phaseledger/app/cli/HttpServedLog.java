package dev.phaseledger.app.cli;

import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.proof.TilePath;
import dev.phaseledger.proof.monitor.ServedLog;
import java.util.Optional;

/// A log as a service answers over HTTP. Where there is no answer it throws what the client throws.
final class HttpServedLog implements ServedLog {

  private final LedgerClient client;

  HttpServedLog(LedgerClient client) {
    this.client = client;
  }

  @Override
  public Optional<byte[]> checkpoint() {
    return client.findBytes("/v1/ledger/checkpoint");
  }

  @Override
  public Optional<byte[]> entries(TilePath.Entries path) {
    return client.findBytes("/v1/ledger/" + path.path());
  }

  @Override
  public Optional<byte[]> rotation(long index) {
    return client.findBytes("/v1/ledger/rotations/" + index);
  }

  @Override
  public Optional<byte[]> consistency(long from, long to) {
    return client.findBytes("/v1/ledger/proofs/consistency?from=%d&to=%d".formatted(from, to));
  }
}
