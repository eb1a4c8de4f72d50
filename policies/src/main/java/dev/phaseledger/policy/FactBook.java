package dev.phaseledger.policy;

import dev.phaseledger.api.event.Fact;
import java.util.List;
import java.util.Optional;

/// The facts a decision may read: for each name and key the latest observation.
///
/// An implementation does not change while a decision reads it, and both methods answer from
/// memory: they are called in the middle of an evaluation.
public interface FactBook {

  /// No facts.
  FactBook EMPTY =
      new FactBook() {
        @Override
        public Optional<Fact> find(String name, String key) {
          return Optional.empty();
        }

        @Override
        public List<String> keys(String name) {
          return List.of();
        }
      };

  /// The latest observation; the key is empty for a fact of which there is only one.
  Optional<Fact> find(String name, String key);

  /// The keys under which a fact is known, each once, in any order.
  Iterable<String> keys(String name);
}
