package dev.phaseledger.command.backtest;

import dev.phaseledger.api.event.CountRead;
import dev.phaseledger.command.history.HistoryCounts;
import dev.phaseledger.policy.Count;
import dev.phaseledger.policy.CountBook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What had happened beyond a contract at a place in history. What a decision was told on record it
/// is told again: it may have been behind the log. Everything else is counted anew.
///
/// @param told what the decision was told, as far as it still holds
/// @param counted what is counted of the history that is followed; empty if nothing is
record PastCounts(List<CountRead> told, Optional<HistoryCounts> counted, long position)
    implements CountBook {

  @Override
  public OptionalLong count(Count count, Instant now) {
    for (CountRead read : told) {
      if (read.count().equals(count.counted().text())
          && read.per().equals(count.perText())
          && read.key().equals(count.key())
          && read.within().equals(count.within())) {
        return OptionalLong.of(read.value());
      }
    }
    return counted.isPresent() ? counted.get().count(count, now) : OptionalLong.empty();
  }
}
