package dev.phaseledger.command.subject;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.HoldId;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.SubjectHeldException;
import dev.phaseledger.api.command.SubjectCommand.EraseSubject;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.event.SubjectEvent.SubjectErased;
import dev.phaseledger.command.Limits;
import java.util.List;

/// Decides on erasing subjects.
public final class SubjectDecider {

  private SubjectDecider() {}

  /// What is on record of a subject.
  public enum Known {
    /// It has a key.
    HELD,
    /// It had one, and nothing was sealed for it since.
    ERASED,
    /// Nothing was ever sealed for it.
    NEVER
  }

  /// Erases a subject; nothing to do if it is erased already.
  ///
  /// @param holds the legal holds in force on it
  /// @throws SubjectHeldException if there is one and there is something to erase
  public static List<SubjectEvent> erase(EraseSubject command, Known known, List<HoldId> holds) {
    if (!command.context().by().holds(Role.PRIVACY_OFFICER)) {
      throw new ForbiddenException("erasing a subject needs the role PRIVACY_OFFICER");
    }
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    return switch (known) {
      case HELD -> {
        if (!holds.isEmpty()) {
          throw new SubjectHeldException(command.subject(), holds);
        }
        yield List.of(new SubjectErased(command.subject(), command.reason()));
      }
      case ERASED -> List.of();
      case NEVER ->
          throw new NotFoundException(
              "subject", "there is no personal data of subject '" + command.subject() + "'");
    };
  }
}
