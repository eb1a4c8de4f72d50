package dev.phaseledger.policy.path;

import dev.phaseledger.policy.path.Observation.About;
import dev.phaseledger.policy.resource.Glob;
import java.util.List;

/// What an observation must be about besides. Globs; an empty list leaves open. Globs of actions
/// match nothing that names no action, and so with resources.
///
/// @param resources in the form of a contract's scope, normalized; one of the resources must match
public record Where(List<String> actions, List<String> resources, List<String> agents) {

  /// Anything.
  public static final Where ANY = new Where(List.of(), List.of(), List.of());

  public Where {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    agents = List.copyOf(agents);
  }

  boolean holds(About about) {
    return (agents.isEmpty() || matches(agents, about.agent().value()))
        && (actions.isEmpty() || about.action().filter(each -> matches(actions, each)).isPresent())
        && (resources.isEmpty()
            || about.resources().stream().anyMatch(each -> matches(resources, each)));
  }

  /// Whether a list leaves open, or one of its globs matches.
  static boolean admits(List<String> globs, String text) {
    return globs.isEmpty() || matches(globs, text);
  }

  private static boolean matches(List<String> globs, String text) {
    return globs.stream().anyMatch(glob -> Glob.matches(glob, Glob.Dialect.STARS, text));
  }
}
