package dev.phaseledger.policy.ladder;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.event.Competence;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.event.Judgement.ApprovalRequirement;
import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.PolicyDocument;
import dev.phaseledger.policy.Problems;
import dev.phaseledger.policy.ladder.Criterion.Answer;
import dev.phaseledger.policy.ladder.Level.PromotionRule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One version of a tenant's autonomy ladder: the levels of authority from the lowest up, what an
/// agent may do at each, and what takes it up or down. Every answer depends on the arguments alone.
/// Immutable and safe to share between threads.
///
/// It fails closed. A level that the ladder does not have may do nothing. A criterion that has no
/// value never promotes, and demotes: it was written to take authority away when something is
/// wrong, and whether something is wrong can no longer be told.
public final class AutonomyLadder {

  /// Size of a ladder's source, in bytes of UTF-8. A published one must fit into one ledger entry.
  public static final int SOURCE_BYTES_MAX = PolicyDocument.SOURCE_BYTES_MAX;

  private static final String KIND = "AutonomyLadder";

  private final PolicyDocument document;
  private final String source;
  private final Digest digest;
  private final List<Rung> rungs;
  private final List<Problem> warnings;

  private AutonomyLadder(
      PolicyDocument document, String source, List<Rung> rungs, List<Problem> warnings) {
    this.document = document;
    this.source = source;
    this.digest = Digest.of(Digest.of(LadderShapes.describe()).value() + "\n" + source);
    this.rungs = List.copyOf(rungs);
    this.warnings = List.copyOf(warnings);
  }

  /// Parses, checks and compiles a ladder.
  ///
  /// @throws dev.phaseledger.policy.InvalidMapException with every problem found, never only the
  ///   first
  public static AutonomyLadder compile(String yaml) {
    Problems problems = new Problems();
    PolicyDocument document = PolicyDocument.read(yaml, KIND, problems);
    LadderDefinition definition = LadderReader.read(document.spec());
    List<Rung> rungs = LadderCompiler.compile(definition, problems);
    problems.throwIfAny();
    Problems warnings = new Problems();
    LadderReview.review(definition, rungs, problems, warnings);
    problems.throwIfAny();
    return new AutonomyLadder(document, yaml, rungs, warnings.all());
  }

  /// The ladder's name within its tenant.
  public String name() {
    return document.name();
  }

  /// The version its author gave it, from 1.
  public int version() {
    return document.version();
  }

  /// The ladder as its author wrote it.
  public String source() {
    return source;
  }

  /// The digest of the source and of the environment its criteria are compiled for.
  public Digest digest() {
    return digest;
  }

  /// What does not keep it from being put in force, but is hardly meant, in the order of its lines.
  public List<Problem> warnings() {
    return warnings;
  }

  /// The levels, from the lowest up.
  public List<Level> levels() {
    return rungs.stream().map(Rung::level).toList();
  }

  /// The number of the lowest level.
  public int lowest() {
    return rungs.getFirst().level().number();
  }

  /// The number of the highest level.
  public int highest() {
    return rungs.getLast().level().number();
  }

  /// The level of a number, if the ladder has it.
  public Optional<Level> level(int number) {
    return rung(number).map(Rung::level);
  }

  private Optional<Rung> rung(int number) {
    for (Rung rung : rungs) {
      if (rung.level().number() == number) {
        return Optional.of(rung);
      }
    }
    return Optional.empty();
  }

  /// What a level does not let an agent do, if the dispatch is that; the first clause that refuses.
  public Optional<Refusal> refusal(int level, DispatchRequest request) {
    Optional<Level> known = level(level);
    return known.isPresent()
        ? known.get().refusal(request)
        : Optional.of(
            new Refusal("ladder.level", "the ladder " + name() + " has no level " + level));
  }

  /// Whose approval a dispatch needs at a level, if it needs one beside what invariants demand.
  public Optional<ApprovalRequirement> approval(int level, DispatchRequest request) {
    Optional<Level> known = level(level);
    return known.isPresent()
        ? known.get().approval(request)
        : Optional.of(new ApprovalRequirement(Set.of(), 1));
  }

  /// Whether an agent is due for a promotion: its level has one, the agent has held the level for
  /// the cool-down, whichever way it came to it, the criterion holds, and no demotion is due.
  ///
  /// @param now the time bound to the decision
  public PromotionReview promotion(AgentFacts agent, Competence competence, Instant now) {
    Optional<Rung> rung = rung(agent.level());
    if (rung.isEmpty()) {
      return new PromotionReview.NotDue("the ladder " + name() + " has no level " + agent.level());
    }
    Level level = rung.get().level();
    if (level.promotion().isEmpty() || rung.get().promotion().isEmpty()) {
      return new PromotionReview.NotDue("no promotion leads up from " + level.title());
    }
    PromotionRule rule = level.promotion().get();
    LadderInputs inputs = new LadderInputs(agent, competence, now);
    if (inputs.timeAtLevel().compareTo(rule.coolDown()) < 0) {
      return new PromotionReview.NotDue(
          "the cool-down at "
              + level.title()
              + " ends at "
              + competence.levelSince().plus(rule.coolDown()));
    }
    Optional<Demotion> demotion = demotion(agent, competence, now);
    if (demotion.isPresent()) {
      return new PromotionReview.NotDue("a demotion is due: " + demotion.get().explanation());
    }
    return promotion(level, rule, rung.get().promotion().get(), inputs);
  }

  private PromotionReview promotion(
      Level level, PromotionRule rule, Criterion criterion, LadderInputs inputs) {
    return switch (criterion.judge(inputs)) {
      case Answer.Met(String because) ->
          new PromotionReview.Due(
              new Promotion(
                  level.number(),
                  rule.to(),
                  criterion.rule(),
                  rule.grantedBy(),
                  rule.roles(),
                  explanation("promotion", level, rule.to(), because)));
      case Answer.NotMet(String because) ->
          new PromotionReview.NotDue("at " + level.title() + " " + because);
      case Answer.Failed(CriterionFailure failure) -> new PromotionReview.Failed(failure);
    };
  }

  /// The demotion that is due for an agent; of several the one that leads to the lowest level, and
  /// of those the first. Whoever applies both asks for it before a promotion.
  ///
  /// @param now the time bound to the decision
  public Optional<Demotion> demotion(AgentFacts agent, Competence competence, Instant now) {
    return rung(agent.level())
        .flatMap(rung -> demotion(rung, new LadderInputs(agent, competence, now)));
  }

  private Optional<Demotion> demotion(Rung rung, LadderInputs inputs) {
    List<CriterionFailure> failures = new ArrayList<>();
    int target = rung.level().number();
    String rule = "";
    String reason = "";
    for (int i = 0; i < rung.demotions().size(); i++) {
      Optional<String> because = because(rung.demotions().get(i).judge(inputs), failures);
      int to = rung.level().demotions().get(i).to();
      if (because.isPresent() && to < target) {
        target = to;
        rule = rung.demotions().get(i).rule();
        reason = because.get();
      }
    }
    if (target == rung.level().number()) {
      return Optional.empty();
    }
    return Optional.of(
        new Demotion(
            rung.level().number(),
            target,
            rule,
            explanation("demotion", rung.level(), target, reason),
            failures));
  }

  /// Why a criterion demotes, if it does.
  private static Optional<String> because(Answer answer, List<CriterionFailure> failures) {
    return switch (answer) {
      case Answer.Met(String because) -> Optional.of(because);
      case Answer.NotMet _ -> Optional.empty();
      case Answer.Failed(CriterionFailure failure) -> {
        failures.add(failure);
        yield Optional.of(
            "the criterion "
                + failure.rule()
                + " has no value ("
                + failure.reason()
                + "), which counts as met");
      }
    };
  }

  private String explanation(String step, Level from, int to, String because) {
    String target = level(to).map(Level::title).orElse("level " + to);
    return step + " from " + from.title() + " to " + target + ": " + because;
  }
}
