package dev.phaseledger.api.event;

import dev.phaseledger.api.SubjectId;

/// What happened to the personal data of a subject.
public sealed interface SubjectEvent extends LedgerEvent {

  SubjectId subject();

  /// The subject's key was destroyed in the same commit: what was sealed with it cannot be opened
  /// any more. Digests in entries stay as they are.
  record SubjectErased(SubjectId subject, String reason) implements SubjectEvent {}
}
