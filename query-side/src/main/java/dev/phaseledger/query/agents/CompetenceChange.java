package dev.phaseledger.query.agents;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What one batch changes about the record of one agent's work.
final class CompetenceChange {

  final AgentChange.Key key;
  @Nullable String levelSince;
  long passes;
  long failures;

  /// Executions that only the agent itself says succeeded.
  long claims;

  long violations;
  long vetoes;

  /// Whether a failure or a violation ended the run of successes; `streak` counts from there.
  boolean broken;

  long streak;
  long executionsAtLevel;
  long streakAtLevel;
  long violationsAtLevel;
  long position;

  CompetenceChange(AgentChange.Key key) {
    this.key = key;
  }

  boolean leveled() {
    return levelSince != null;
  }

  long executions() {
    return passes + failures + claims;
  }

  /// The agent holds its level from here on.
  void level(Instant since) {
    levelSince = since.toString();
    executionsAtLevel = 0;
    streakAtLevel = 0;
    violationsAtLevel = 0;
  }

  void passed() {
    passes++;
    streak++;
    executionsAtLevel++;
    streakAtLevel++;
  }

  void claimed() {
    claims++;
    executionsAtLevel++;
  }

  void failed() {
    failures++;
    executionsAtLevel++;
    ended();
  }

  void violated() {
    violations++;
    violationsAtLevel++;
    ended();
  }

  private void ended() {
    broken = true;
    streak = 0;
    streakAtLevel = 0;
  }
}
