package dev.phaseledger.command.path;

import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/// Tells which paths something follows from, so that no path answers its own doing and no chain of
/// paths is long.
@Component
final class Lineage {

  /// Paths that may follow from each other, at most.
  static final int DEPTH_MAX = 3;

  /// The name of a contract that a path had issued, see [#compensation].
  private static final Pattern COMPENSATION = Pattern.compile("rollback-(\\d{1,18})-\\d{1,3}");

  private final LedgerReader log;

  Lineage(LedgerReader log) {
    this.log = log;
  }

  /// The name of the contract under which something is undone.
  ///
  /// @param taken position of the entry that says that the path was taken
  /// @param step the step's place among the path's steps
  static String compensation(long taken, int step) {
    return "rollback-" + taken + "-" + step;
  }

  /// The paths that an entry follows from; no more than [#DEPTH_MAX] of them are looked for.
  Set<String> of(Occurrence occurrence) {
    Set<String> paths = new HashSet<>();
    Optional<Occurrence> at = Optional.of(occurrence);
    while (at.isPresent() && paths.size() < DEPTH_MAX) {
      Occurrence current = at.get();
      at =
          taken(current)
              .flatMap(
                  taken -> paths.add(taken.causedBy().path()) ? trigger(taken) : Optional.empty());
    }
    return paths;
  }

  private Optional<PathTaken> taken(Occurrence occurrence) {
    OptionalLong position = OptionalLong.empty();
    Matcher matcher = COMPENSATION.matcher(occurrence.event().contract().value());
    if (occurrence.event() instanceof FailureSignalled failure
        && failure.detector().startsWith(PathDecider.DETECTOR_PREFIX)
        && !failure.entries().isEmpty()) {
      position = OptionalLong.of(failure.entries().getFirst());
    } else if (matcher.matches()) {
      position = OptionalLong.of(Long.parseLong(matcher.group(1)));
    }
    return position.isEmpty()
        ? Optional.empty()
        : read(position.getAsLong())
            .filter(of -> of.tenant().equals(occurrence.tenant()))
            .map(Occurrence::event)
            .filter(PathTaken.class::isInstance)
            .map(PathTaken.class::cast);
  }

  private Optional<Occurrence> trigger(PathTaken taken) {
    OptionalLong position = taken.causedBy().position();
    return position.isEmpty() ? Optional.empty() : read(position.getAsLong());
  }

  private Optional<Occurrence> read(long position) {
    if (position < 1) {
      return Optional.empty();
    }
    Optional<RecordedEvent> recorded = log.read(position, 1).stream().findFirst();
    return recorded.isPresent() && recorded.get().event() instanceof ContractEvent event
        ? Optional.of(Occurrence.of(recorded.get(), event))
        : Optional.empty();
  }
}
