package dev.phaseledger.command.subject;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.NotFoundException;
import dev.phaseledger.api.Role;
import dev.phaseledger.api.SubjectId;
import dev.phaseledger.api.command.LedgerCommand.Context;
import dev.phaseledger.api.command.PolicyCommand.LiftHold;
import dev.phaseledger.api.command.PolicyCommand.PlaceHold;
import dev.phaseledger.api.event.LedgerEvent;
import dev.phaseledger.api.event.PolicyEvent.HoldLifted;
import dev.phaseledger.api.event.PolicyEvent.HoldPlaced;
import dev.phaseledger.command.Limits;
import dev.phaseledger.command.authority.TenantPolicy;
import java.util.List;

/// Decides on legal holds.
public final class HoldDecider {

  private HoldDecider() {}

  /// Puts a hold in force; nothing to do if it is.
  public static List<LedgerEvent> place(PlaceHold command, TenantPolicy policy) {
    requirePrivacyOfficer(command.context());
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    SubjectId held = policy.holds().get(command.hold());
    if (command.subject().equals(held)) {
      return List.of();
    }
    if (held != null) {
      throw new InvalidFieldException(
          "hold",
          "'%s' is in force on subject '%s'; lift it, or take another name"
              .formatted(command.hold(), held));
    }
    if (policy.holds().size() >= Limits.HOLDS_MAX) {
      throw new InvalidFieldException(
          "hold",
          "would be one more than the %,d holds that can be in force in a tenant"
              .formatted(Limits.HOLDS_MAX));
    }
    return List.of(new HoldPlaced(command.hold(), command.subject(), command.reason()));
  }

  /// Ends a hold.
  public static List<LedgerEvent> lift(LiftHold command, TenantPolicy policy) {
    requirePrivacyOfficer(command.context());
    Limits.text("reason", command.reason(), Limits.REASON_CHARS_MAX);
    SubjectId held = policy.holds().get(command.hold());
    if (held == null) {
      throw new NotFoundException("hold", "there is no hold '" + command.hold() + "' in force");
    }
    return List.of(new HoldLifted(command.hold(), held, command.reason()));
  }

  private static void requirePrivacyOfficer(Context context) {
    if (!context.by().holds(Role.PRIVACY_OFFICER)) {
      throw new ForbiddenException("legal holds need the role PRIVACY_OFFICER");
    }
  }
}
