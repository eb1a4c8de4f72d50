package dev.phaseledger.api.command;

import dev.phaseledger.api.StreamId;
import dev.phaseledger.api.SubjectId;

/// Commands on the personal data of a subject.
public sealed interface SubjectCommand extends LedgerCommand {

  SubjectId subject();

  @Override
  default StreamId stream() {
    return StreamId.subject(tenant(), subject());
  }

  /// Destroys the subject's key.
  record EraseSubject(Context context, SubjectId subject, String reason)
      implements SubjectCommand {}
}
