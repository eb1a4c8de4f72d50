package dev.phaseledger.query.audit;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.Verdict;
import dev.phaseledger.api.event.Evidence;
import dev.phaseledger.api.event.Judgement;
import dev.phaseledger.api.event.Judgement.InvariantResult;
import dev.phaseledger.api.event.StepJudgement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one entry can be found by. Filled by one thread, then only read.
final class Facets {

  /// Characters by which a value is found, at most: an index holds no more. Two values that agree
  /// so far are found together.
  static final int VALUE_CHARS_MAX = 256;

  @Nullable String agent;
  @Nullable String contract;
  @Nullable String dispatch;
  @Nullable String onBehalfOf;
  @Nullable String action;
  @Nullable String verdict;
  @Nullable String phase;
  @Nullable String policy;
  @Nullable String run;
  boolean authority;
  @Nullable Long oldestFactMillis;
  final Set<String> gates = new LinkedHashSet<>();
  final Set<String> invariants = new LinkedHashSet<>();
  final Set<String> evidence = new LinkedHashSet<>();
  final Set<String> resources = new LinkedHashSet<>();
  private final List<String> words = new ArrayList<>();

  Facets agent(AgentId id) {
    agent = id.value();
    return this;
  }

  Facets contract(ContractId id) {
    contract = id.value();
    return this;
  }

  Facets dispatch(DispatchId id) {
    dispatch = id.value();
    return this;
  }

  Facets dispatch(Optional<DispatchId> id) {
    id.ifPresent(this::dispatch);
    return this;
  }

  Facets onBehalfOf(Optional<PrincipalId> id) {
    onBehalfOf = id.map(PrincipalId::value).orElse(null);
    return this;
  }

  Facets action(String name) {
    action = indexed(name);
    return this;
  }

  Facets phase(String name) {
    phase = indexed(name);
    return this;
  }

  Facets policy(Digest digest) {
    policy = digest.value();
    return this;
  }

  Facets run(Optional<String> name) {
    run = name.map(Facets::indexed).orElse(null);
    return this;
  }

  Facets resources(List<String> names) {
    names.forEach(name -> resources.add(indexed(name)));
    return this;
  }

  /// Marks that who may do what can differ from this entry on.
  Facets authority() {
    authority = true;
    return this;
  }

  Facets words(String text) {
    if (!text.isEmpty()) {
      words.add(text);
    }
    return this;
  }

  Facets judged(Judgement judgement) {
    verdict(judgement.verdict());
    policy(judgement.basis().policy());
    judgement
        .breach()
        .ifPresent(breach -> {
          invariants.add(indexed("contract/" + breach.clause()));
          words(breach.detail());
        });
    results(judgement.results());
    factsRead(judgement.basis().now(), judgement.factsRead());
    return this;
  }

  /// Names what asked for approval, where the judgement waits for one. If no invariant did, the
  /// agent's level did: what it demands beside an invariant is not told apart in the record.
  Facets asking(Judgement judgement) {
    if (judgement.verdict() != Verdict.APPROVAL_REQUIRED) {
      return this;
    }
    for (InvariantResult result : judgement.results()) {
      boolean failed =
          switch (result.outcome()) {
            case VIOLATED, ERROR -> true;
            case HOLDS, EXEMPTED -> false;
          };
      if (failed
          && result.effect() == Judgement.Effect.REQUIRE_APPROVAL
          && result.enforcement() == Judgement.Enforcement.ENFORCE) {
        gates.add(indexed(result.map() + '/' + result.invariant()));
      }
    }
    if (gates.isEmpty()) {
      gates.add("ladder/level-" + judgement.basis().authorityLevel());
    }
    return this;
  }

  Facets judged(StepJudgement judgement) {
    policy(judgement.basis().policy());
    results(judgement.results());
    factsRead(judgement.basis().now(), judgement.factsRead());
    return this;
  }

  Facets evidence(Evidence shown) {
    evidence(List.of(shown.content()));
    return evidence(shown.lineage());
  }

  Facets evidence(List<Digest> digests) {
    digests.forEach(digest -> evidence.add(digest.value()));
    return this;
  }

  /// All words, in one text; empty if there are none.
  String text() {
    return String.join("\n", words);
  }

  /// A value as it is kept and looked for.
  static String indexed(String value) {
    if (value.length() <= VALUE_CHARS_MAX) {
      return value;
    }
    // Half of a surrogate pair is no text.
    boolean splits = Character.isHighSurrogate(value.charAt(VALUE_CHARS_MAX - 1));
    return value.substring(0, splits ? VALUE_CHARS_MAX - 1 : VALUE_CHARS_MAX);
  }

  private void factsRead(Instant now, List<Judgement.FactRead> facts) {
    for (Judgement.FactRead fact : facts) {
      long age = Math.max(0, Duration.between(fact.observedAt(), now).toMillis());
      oldestFactMillis = oldestFactMillis == null ? age : Math.max(oldestFactMillis, age);
    }
  }

  private void verdict(Verdict reached) {
    verdict = reached.name();
  }

  private void results(List<InvariantResult> results) {
    for (InvariantResult result : results) {
      if (result.outcome() != InvariantResult.Outcome.HOLDS) {
        invariants.add(indexed(result.map() + '/' + result.invariant()));
        words(result.message());
      }
    }
  }
}
