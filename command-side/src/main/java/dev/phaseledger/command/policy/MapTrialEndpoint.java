package dev.phaseledger.command.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;
import dev.phaseledger.command.http.Given;
import dev.phaseledger.policy.CompiledMap;
import dev.phaseledger.policy.Coverage;
import dev.phaseledger.policy.Coverage.OfBranch;
import dev.phaseledger.policy.Coverage.OfInvariant;
import dev.phaseledger.policy.InvalidMapException.Problem;
import dev.phaseledger.policy.MapReview;
import dev.phaseledger.policy.MapTests;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Says of a map's text what is wrong with it and how its tests end. Nothing is recorded.
@RestController
@RequestMapping("/v1/invariant-maps")
final class MapTrialEndpoint {

  private final MapTrials trials;

  MapTrialEndpoint(MapTrials trials) {
    this.trials = trials;
  }

  /// @param name what the map has to be called, if that is given
  record Trial(@Nullable String source, @Nullable String name) {}

  /// What a check has found.
  ///
  /// @param digest what the map would be published under
  /// @param steps estimated cost of asking all of its invariants, in steps of the evaluator
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record CheckBody(
      boolean valid,
      Optional<String> name,
      Optional<Integer> version,
      Optional<String> digest,
      List<ProblemBody> problems,
      List<ProblemBody> warnings,
      long steps,
      long stepsMax) {

    static CheckBody of(MapReview review, List<Problem> problems) {
      return new CheckBody(
          problems.isEmpty(),
          review.map().map(CompiledMap::name),
          review.map().map(CompiledMap::version),
          review.map().map(CompiledMap::digest).map(Digest::value),
          problems.stream().map(ProblemBody::of).toList(),
          review.warnings().stream().map(ProblemBody::of).toList(),
          review.steps(),
          MapReview.STEPS_MAX);
    }
  }

  @PostMapping("/checks")
  CheckBody check(Principal caller, @RequestBody Trial body) {
    requireAuthor(caller);
    MapReview review = trials.check(Given.required("source", body.source()));
    return CheckBody.of(review, DraftReview.problems(review, Given.optional(body.name())));
  }

  record CaseBody(String name, boolean passed, String expected, String actual) {}

  record SeenInvariant(String invariant, List<String> possible, List<String> seen) {}

  record SeenBranch(
      String of, int line, int column, String operand, boolean seenTrue, boolean seenFalse) {}

  /// @param invariantPercent how much of what can become of invariants was seen, rounded down
  /// @param branchPercent how many ways of operands were seen, rounded down
  record CoverageBody(
      List<SeenInvariant> invariants,
      int invariantPercent,
      List<SeenBranch> branches,
      int branchPercent) {

    static CoverageBody of(Coverage coverage) {
      return new CoverageBody(
          coverage.invariants().stream().map(CoverageBody::seen).toList(),
          coverage.invariantPercent(),
          coverage.branches().stream().map(CoverageBody::seen).toList(),
          coverage.branchPercent());
    }

    private static SeenInvariant seen(OfInvariant each) {
      return new SeenInvariant(each.invariant(), names(each.possible()), names(each.seen()));
    }

    private static List<String> names(Set<Coverage.State> states) {
      return states.stream().sorted().map(Coverage.State::name).toList();
    }

    private static SeenBranch seen(OfBranch each) {
      return new SeenBranch(
          each.of(),
          each.at().line(),
          each.at().column(),
          each.operand(),
          each.seenTrue(),
          each.seenFalse());
    }
  }

  /// How the tests of a map ended, and what they saw of it.
  record TestsBody(List<CaseBody> tests, long failed, CoverageBody coverage) {}

  @PostMapping("/tests")
  TestsBody test(Principal caller, @RequestBody Trial body) {
    requireAuthor(caller);
    MapTests.Measured measured = trials.test(Given.required("source", body.source()));
    return new TestsBody(
        measured.results().stream()
            .map(each -> new CaseBody(each.name(), each.passed(), each.expected(), each.actual()))
            .toList(),
        measured.results().stream().filter(each -> !each.passed()).count(),
        CoverageBody.of(measured.coverage()));
  }

  private static void requireAuthor(Principal caller) {
    if (!caller.holds(Role.POLICY_AUTHOR)) {
      throw new ForbiddenException("checking and testing maps needs the role POLICY_AUTHOR");
    }
  }
}
