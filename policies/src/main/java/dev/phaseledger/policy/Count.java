package dev.phaseledger.policy;

import java.time.Duration;

/// One question to the history: how often something happened lately, to whom or what.
///
/// @param key whose occurrences: an agent's name, an action, a label's value; empty for the whole
///   tenant and for the contract that is decided under
/// @param within the length of time before the decision, from [#WITHIN_MIN] to [#WITHIN_MAX]
public record Count(Counted counted, Per per, String label, String key, Duration within) {

  /// The shortest time that is counted over.
  public static final Duration WITHIN_MIN = Duration.ofMinutes(1);

  /// The longest time that is counted over.
  public static final Duration WITHIN_MAX = Duration.ofDays(31);

  /// Whose occurrences are counted.
  public enum Per {
    /// Those under the contract.
    CONTRACT,
    /// Those of the agent, under whichever contract.
    AGENT,
    /// All of the tenant's.
    TENANT,
    /// Those of the same action, of whichever agent.
    ACTION,
    /// Those of dispatches whose label has the same value, of whichever agent.
    LABEL
  }

  /// How it is said on record whose occurrences are counted.
  public String perText() {
    String text = per.name().toLowerCase(java.util.Locale.ROOT);
    return per == Per.LABEL ? text + "(" + label + ")" : text;
  }
}
