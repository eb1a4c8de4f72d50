package dev.phaseledger.command.backtest;

import dev.phaseledger.api.event.Judgement;

/// A recorded decision beside what is decided now.
public sealed interface Comparison {

  Place place();

  Judgement recorded();

  /// It was judged again.
  record Judged(Place place, Judgement recorded, Judgement anew) implements Comparison {

    /// Whether the verdict is another one.
    public boolean flipped() {
      return recorded.verdict() != anew.verdict();
    }

    /// Whether everything is said again word for word. What it is based on is left out: with
    /// another policy that is always another.
    public boolean same() {
      return !flipped()
          && sameTerms()
          && recorded.explanation().equals(anew.explanation())
          && recorded.breach().equals(anew.breach())
          && recorded.results().equals(anew.results())
          && recorded.factsRead().equals(anew.factsRead());
    }

    /// Whether what the verdict allows or waits for is the same.
    public boolean sameTerms() {
      return recorded.parameters().equals(anew.parameters())
          && recorded.approval().equals(anew.approval())
          && recorded.until().equals(anew.until())
          && recorded.timeout().equals(anew.timeout());
    }
  }

  /// It cannot be judged again: a personal value that it was judged on is erased, or this release
  /// cannot read a map that was in force.
  record Unreadable(Place place, Judgement recorded) implements Comparison {}

  /// It does not come up: the dispatch has gone another way before.
  record Moot(Place place, Judgement recorded) implements Comparison {}
}
