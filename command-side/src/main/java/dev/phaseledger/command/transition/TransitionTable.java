package dev.phaseledger.command.transition;

import dev.phaseledger.api.event.LedgerEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Every transition that a status can make, as data. Whatever is not in it cannot happen: deciders
/// ask it before they let an event happen, and the drawing in `docs/state-machines.md` is made from
/// it.
///
/// @param name what has the status, such as `agent`
public record TransitionTable<S extends Enum<S>>(String name, List<Transition<S>> transitions) {

  /// One transition.
  ///
  /// @param from empty for what comes into being
  /// @param event what makes it
  /// @param label what the event must say for it, for people; empty if the event alone makes it
  public record Transition<S extends Enum<S>>(
      Optional<S> from, Class<? extends LedgerEvent> event, String label, S to) {}

  public TransitionTable {
    transitions = List.copyOf(transitions);
  }

  /// A transition from one status to another, or back to the same.
  public static <S extends Enum<S>> Transition<S> of(
      S from, Class<? extends LedgerEvent> event, S to) {
    return new Transition<>(Optional.of(from), event, "", to);
  }

  /// A transition that an event makes only if it says something.
  public static <S extends Enum<S>> Transition<S> of(
      S from, Class<? extends LedgerEvent> event, String label, S to) {
    return new Transition<>(Optional.of(from), event, label, to);
  }

  /// What something comes into being with.
  public static <S extends Enum<S>> Transition<S> first(Class<? extends LedgerEvent> event, S to) {
    return new Transition<>(Optional.empty(), event, "", to);
  }

  /// Whether an event can happen in a status.
  ///
  /// @param from empty if what has the status does not exist yet
  public boolean allows(Optional<S> from, Class<? extends LedgerEvent> event) {
    return !next(from, event).isEmpty();
  }

  /// Refuses a step that the table does not hold.
  ///
  /// @param from empty if what has the status does not exist yet, or has come to its end
  /// @return where it leads
  /// @throws IllegalStateException naming the status and the event
  public S require(Optional<S> from, LedgerEvent event, S to) {
    // Every folded event comes through here: no stream, nothing allocated.
    for (Transition<S> step : transitions) {
      if (step.to() == to && step.event() == event.getClass() && step.from().equals(from)) {
        return to;
      }
    }
    throw refusal(from, event);
  }

  /// What to throw at an event that cannot happen in a status.
  ///
  /// @param from empty if what has the status does not exist yet, or has come to its end
  public IllegalStateException refusal(Optional<S> from, LedgerEvent event) {
    return new IllegalStateException(
        "%s: no transition leads from %s by %s"
            .formatted(name, from.map(TransitionTable::word).orElse("nothing open"), event));
  }

  /// The statuses that an event can lead to; none if it cannot happen.
  ///
  /// @param from empty if what has the status does not exist yet
  public Set<S> next(Optional<S> from, Class<? extends LedgerEvent> event) {
    return transitions.stream()
        .filter(step -> step.from().equals(from) && step.event().equals(event))
        .map(Transition::to)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The statuses that nothing leads out of.
  public Set<S> finals() {
    Set<S> left =
        transitions.stream()
            .filter(step -> !step.from().equals(Optional.of(step.to())))
            .flatMap(step -> step.from().stream())
            .collect(Collectors.toUnmodifiableSet());
    return transitions.stream()
        .map(Transition::to)
        .filter(status -> !left.contains(status))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The table as a Mermaid state diagram, in the order of its transitions; one arrow stands for
  /// all that lead the same way.
  public String mermaid() {
    List<String> lines = new ArrayList<>();
    lines.add("stateDiagram-v2");
    Map<String, List<String>> labels = new LinkedHashMap<>();
    for (Transition<S> step : transitions) {
      labels
          .computeIfAbsent(
              "%s --> %s"
                  .formatted(step.from().map(TransitionTable::word).orElse("[*]"), word(step.to())),
              _ -> new ArrayList<>())
          .add(
              step.event().getSimpleName()
                  + (step.label().isEmpty() ? "" : " (" + step.label() + ")"));
    }
    labels.forEach(
        (arrow, events) -> lines.add("  %s: %s".formatted(arrow, String.join("<br/>", events))));
    finals().stream()
        .map(TransitionTable::word)
        .sorted()
        .forEach(status -> lines.add("  " + status + " --> [*]"));
    return String.join("\n", lines) + "\n";
  }

  private static <S extends Enum<S>> String word(S status) {
    return status.name().toLowerCase(Locale.ROOT);
  }
}
