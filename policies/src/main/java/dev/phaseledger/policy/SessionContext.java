package dev.phaseledger.policy;

import java.util.Optional;
import java.util.Set;

/// What an agent has come to know in its work, by the data classes of what was released to it: what
/// it has read limits what it may send.
///
/// @param dataClasses of everything released under the contract
/// @param session the session that the dispatch names, if it names one
/// @param sessionDataClasses of what was released in that session; those of the whole contract if
///   it names none, or one that is not remembered any more
public record SessionContext(
    Set<String> dataClasses, Optional<String> session, Set<String> sessionDataClasses) {

  /// Nothing was released yet.
  public static final SessionContext EMPTY =
      new SessionContext(Set.of(), Optional.empty(), Set.of());

  public SessionContext {
    dataClasses = Set.copyOf(dataClasses);
    sessionDataClasses = Set.copyOf(sessionDataClasses);
  }
}
