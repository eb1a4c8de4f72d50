package dev.phaseledger.command.handling;

import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.common.IdentifierFactory;

/// Names Axon's messages within this process: a prefix of its own and a count.
///
/// A command makes half a dozen messages, and none of their names is recorded: entries get theirs
/// from the ledger's own source. Random ones would each cost a call to the system's random source.
public final class MessageIds extends IdentifierFactory {

  private final String prefix =
      ProcessHandle.current().pid()
          + "-"
          + Long.toString(System.nanoTime(), Character.MAX_RADIX)
          + "-";
  private final AtomicLong count = new AtomicLong();

  /// Found by Axon as a service.
  public MessageIds() {}

  @Override
  public String generateIdentifier() {
    return prefix + count.incrementAndGet();
  }
}
