package dev.phaseledger.policy.ladder;

import dev.phaseledger.api.event.Competence;
import dev.phaseledger.policy.cel.Durations;
import dev.phaseledger.policy.cel.Inputs;
import dev.phaseledger.policy.cel.ListView;
import dev.phaseledger.policy.cel.Path;
import dev.phaseledger.policy.cel.StructView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One agent at one time, as a ladder's criteria see it.
record LadderInputs(AgentFacts agent, Competence competence, Instant now) implements Inputs {

  @Override
  public Optional<Object> find(String name) {
    return switch (name) {
      case "competence" ->
          view(LadderShapes.COMPETENCE.name(), name, field -> competenceField(field).orElse(null));
      case "agent" ->
          view(LadderShapes.AGENT.name(), name, field -> agentField(field).orElse(null));
      case "now" -> Optional.of(now);
      default -> Optional.empty();
    };
  }

  Duration timeAtLevel() {
    return Duration.between(competence.levelSince(), now);
  }

  /// The values of what an expression reads, for people; empty if it reads nothing.
  String values(Collection<String> reads) {
    return new TreeSet<>(reads)
        .stream()
            .flatMap(read -> value(read).map(value -> read + " = " + value).stream())
            .collect(Collectors.joining(", "));
  }

  private Optional<String> value(String read) {
    int dot = read.indexOf('.');
    String member = read.substring(dot + 1);
    Optional<?> value =
        switch (read.substring(0, Math.max(0, dot))) {
          case "competence" -> competenceField(member);
          case "agent" -> agentField(member);
          default -> read.equals("now") ? Optional.of(now) : Optional.empty();
        };
    return value.map(LadderInputs::text);
  }

  private static String text(Object value) {
    return value instanceof Duration length && !length.isNegative()
        ? Durations.text(length)
        : value.toString();
  }

  private static Optional<Object> view(String type, String name, StructView.Source source) {
    return Optional.of(new StructView(type, Path.of(name), source));
  }

  private Optional<?> competenceField(String field) {
    return switch (field) {
      case "executions" -> Optional.of(competence.executions());
      case "passes" -> Optional.of(competence.passes());
      case "failures" -> Optional.of(competence.failures());
      case "consecutivePasses" -> Optional.of(competence.consecutivePasses());
      case "violations" -> Optional.of(competence.violations());
      case "vetoes" -> Optional.of(competence.vetoes());
      case "executionsAtLevel" -> Optional.of(competence.executionsAtLevel());
      case "consecutivePassesAtLevel" -> Optional.of(competence.consecutivePassesAtLevel());
      case "violationsAtLevel" -> Optional.of(competence.violationsAtLevel());
      case "age" -> Optional.of(Duration.between(competence.registeredAt(), now));
      case "timeAtLevel" -> Optional.of(timeAtLevel());
      default -> Optional.empty();
    };
  }

  private Optional<?> agentField(String field) {
    return switch (field) {
      case "id" -> Optional.of(agent.id().value());
      case "principal" -> Optional.of(agent.principal().value());
      case "level" -> Optional.of((long) agent.level());
      case "roles" -> Optional.of(ListView.sorted(agent.roles()));
      default -> Optional.empty();
    };
  }
}
