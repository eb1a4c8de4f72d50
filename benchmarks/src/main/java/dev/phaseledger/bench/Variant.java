package dev.phaseledger.bench;

import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/// One way of making things durable within this process, to be measured against others.
interface Variant extends Contender {

  @Override
  default Measurement measure(CellRunner runner, int callers, Duration length)
      throws InterruptedException {
    return runner.run(this, callers, length);
  }

  /// Sets everything up that a cell needs and that is not measured, such as connections.
  Cell open(int callers);

  /// What is measured, by stable names.
  enum Name {
    JDBC("jdbc", "plain JDBC: insert a row of 500 bytes, commit"),
    AXON("axon", "stock Axon: command bus, new aggregate, JDBC engine; nothing is evaluated"),
    DECISION(
        "decision",
        "full decision: command bus, contract, 20 invariants, guards, claims, entry, tree"),
    HTTP(
        "http",
        "full decision, asked for over HTTP: the service as it is, its projections included");

    private final String label;
    private final String description;

    Name(String label, String description) {
      this.label = label;
      this.description = description;
    }

    String label() {
      return label;
    }

    String description() {
      return description;
    }
  }

  /// A variant set up for one number of callers.
  interface Cell extends AutoCloseable {

    /// The work of one caller; used by one thread.
    Caller caller(int number);

    /// Makes the callers' threads, of the kind that suits what is measured best.
    default ThreadFactory threads() {
      return Thread.ofPlatform().factory();
    }

    @Override
    void close();
  }

  /// What one thread does over and over.
  interface Caller {

    /// Prepares the next operation. Its time is part of the throughput and of the CPU time, and not
    /// of the latency.
    void ready();

    /// One operation; durable when this returns.
    void operate();
  }
}
