package dev.phaseledger.command.http;

import dev.phaseledger.api.event.StepJudgement;

/// What was asked for was refused by an invariant. The refusal is on record.
public final class RefusedStepException extends RuntimeException {

  private final StepJudgement judgement;
  private final long position;

  RefusedStepException(StepJudgement judgement, long position) {
    super(judgement.explanation());
    this.judgement = judgement;
    this.position = position;
  }

  public StepJudgement judgement() {
    return judgement;
  }

  /// Reads with `atLeast` this position see the refusal.
  public long position() {
    return position;
  }
}
