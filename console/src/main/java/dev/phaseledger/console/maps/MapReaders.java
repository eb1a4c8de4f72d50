package dev.phaseledger.console.maps;

import dev.phaseledger.api.ForbiddenException;
import dev.phaseledger.api.Principal;
import dev.phaseledger.api.Role;

/// Who may read what of these pages: whoever may read it through the API.
final class MapReaders {

  private MapReaders() {}

  /// Refuses whoever may not read drafts: they tell where the thresholds will be.
  static void require(Principal principal) {
    boolean reads =
        principal.holds(Role.POLICY_AUTHOR)
            || principal.holds(Role.OPERATOR)
            || principal.holds(Role.AUDITOR)
            || principal.holds(Role.APPROVER);
    if (!reads) {
      throw new ForbiddenException(
          "reading this needs the role POLICY_AUTHOR, OPERATOR, AUDITOR or APPROVER");
    }
  }

  /// Whether the principal may read what back-tests have found.
  static boolean readsBacktests(Principal principal) {
    return principal.holds(Role.POLICY_AUTHOR) || principal.holds(Role.AUDITOR);
  }
}
