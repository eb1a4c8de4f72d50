package dev.phaseledger.command.machines;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.event.ContractTerms;
import dev.phaseledger.api.event.ContractTerms.BreachAction;
import dev.phaseledger.api.event.ContractTerms.Gate;
import dev.phaseledger.api.event.ContractTerms.Phase;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.command.Scenario;
import dev.phaseledger.command.Scenario.Terms;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;

/// Terms of contracts, drawn from a seed: tight ones, so that limits are reached.
final class RandomTerms {

  private static final Fields SCHEMA =
      (Fields)
          Json.parse(
              "{\"type\":\"object\",\"properties\":{\"amount\":{\"type\":\"integer\",\"maximum\":%d}}}"
                  .formatted(ReleaseOracle.AMOUNT_MAX)
                  .getBytes(StandardCharsets.UTF_8));

  private final Random random;

  RandomTerms(Random random) {
    this.random = random;
  }

  ContractTerms of(AgentId agent, Instant now) {
    return Scenario.terms(terms -> {
      limited(terms, now);
      terms.agent = agent;
      terms.scope = rarely() ? List.of("src/app/**", "docs/**") : List.of("src/**");
      terms.inputs = random.nextBoolean() ? Map.of("write", SCHEMA) : Map.of();
      terms.requiredLevel = random.nextInt(3);
      terms.phases = phases();
      terms.approvers = random.nextInt(4) == 0 ? Set.of("maintainer") : Set.of();
      terms.onBreach =
          random.nextInt(3) == 0 ? BreachAction.REVOKE_CONTRACT : BreachAction.SIGNAL_ONLY;
      return terms;
    });
  }

  /// Terms that may fit under others, and sometimes do not.
  ContractTerms under(ContractId parent, ContractTerms wide, AgentId agent, Instant now) {
    return Scenario.terms(terms -> {
      limited(terms, now);
      terms.agent = agent;
      terms.scope = rarely() ? List.of("docs/**") : wide.scope().subList(0, 1);
      terms.excluded = List.of();
      terms.actions = rarely() ? Set.of("write", "pay") : Set.of("write");
      terms.requiredLevel = wide.requiredLevel() + (rarely() ? -1 : 0);
      terms.openDispatchesMax = Math.min(2, wide.openDispatchesMax());
      terms.onBreach = BreachAction.REVOKE_CONTRACT;
      var stopping = wide.stopping();
      terms.expiresAt = rarely() ? stopping.expiresAt().plusSeconds(1) : stopping.expiresAt();
      terms.actionsMax = OptionalLong.of(1 + random.nextInt(4));
      terms.costMicrosMax = OptionalLong.of(random.nextInt(12_000));
      terms.actionsPerHourMax = stopping.actionsPerHourMax();
      terms.durationMax = stopping.durationMax();
      terms.heartbeatMax = Optional.empty();
      terms.parent = Optional.of(parent);
      return terms;
    });
  }

  /// Other terms of the same contract.
  ContractTerms amended(ContractTerms present, Instant now) {
    ContractTerms drawn =
        present.parent().isPresent()
            ? under(present.parent().get(), present, present.agent(), now)
            : of(present.agent(), now);
    return drawn;
  }

  private void limited(Terms terms, Instant now) {
    terms.expiresAt = now.plus(Duration.ofMinutes(20 + random.nextInt(500)));
    terms.openDispatchesMax = 2 + random.nextInt(8);
    if (random.nextBoolean()) {
      terms.actionsMax = OptionalLong.of(1 + random.nextInt(12));
    }
    if (random.nextBoolean()) {
      terms.costMicrosMax = OptionalLong.of(random.nextInt(60_000));
    }
    if (random.nextInt(4) == 0) {
      terms.actionsPerHourMax = OptionalInt.of(1 + random.nextInt(4));
    }
    if (random.nextInt(5) == 0) {
      terms.durationMax = Optional.of(Duration.ofMinutes(30 + random.nextInt(200)));
    }
    if (random.nextInt(5) == 0) {
      terms.heartbeatMax = Optional.of(Duration.ofMinutes(15 + random.nextInt(60)));
    }
    if (random.nextInt(5) == 0) {
      terms.when = Optional.of("contract.released >= " + (3 + random.nextInt(6)));
    }
  }

  private List<Phase> phases() {
    return switch (random.nextInt(4)) {
      case 0 ->
          List.of(
              new Phase("plan", Set.of()),
              new Phase("build", Set.of("tests")),
              new Phase("ship", Set.of(), List.of(new Gate("tests", Optional.empty(), true))));
      case 1 -> List.of(new Phase("build", Set.of("tests")), new Phase("ship", Set.of()));
      default -> List.of();
    };
  }

  private boolean rarely() {
    return random.nextInt(12) == 0;
  }
}
