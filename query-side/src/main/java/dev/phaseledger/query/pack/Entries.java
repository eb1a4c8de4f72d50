package dev.phaseledger.query.pack;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.EntryCodec;
import dev.phaseledger.api.value.InvalidJsonException;
import dev.phaseledger.proof.LogSource;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.springframework.stereotype.Component;

/// Reads entries in small parts, so that a pass over a log takes the memory of one part.
@Component
final class Entries {

  /// Entries that are in memory at once, at most.
  static final int PART_ENTRIES_MAX = 256;

  @FunctionalInterface
  interface Visitor {
    void visit(long index, byte[] entry) throws IOException;
  }

  private final LogSource log;

  Entries(LogSource log) {
    this.log = log;
  }

  /// Visits every entry from one index up to another, exclusive.
  void each(String tenant, long from, long to, Visitor visitor) throws IOException {
    long next = from;
    while (next < to) {
      List<byte[]> part = log.entries(tenant, next, (int) Math.min(PART_ENTRIES_MAX, to - next));
      if (part.isEmpty()) {
        throw new IllegalStateException(
            "entry %d is missing under a checkpoint that covers it".formatted(next));
      }
      for (byte[] entry : part) {
        visitor.visit(next++, entry);
      }
    }
  }

  /// Visits the entries that were selected, in order.
  void selected(Extract extract, Visitor visitor) throws IOException {
    BitSet selected = extract.selected();
    int at = selected.nextSetBit(0);
    while (at >= 0) {
      int end = selected.nextClearBit(at);
      each(extract.log(), extract.from() + at, extract.from() + end, visitor);
      at = selected.nextSetBit(end);
    }
  }

  /// What an entry records. Its position is not part of it and is 0 here.
  static RecordedEvent decode(long index, byte[] entry) {
    try {
      return EntryCodec.decode(entry, 0, index);
    } catch (InvalidFieldException | InvalidJsonException e) {
      throw new IllegalStateException("entry %d cannot be read".formatted(index), e);
    }
  }
}
