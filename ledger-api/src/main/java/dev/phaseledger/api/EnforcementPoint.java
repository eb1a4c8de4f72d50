package dev.phaseledger.api;

import java.util.Locale;

/// Where invariants are asked. A map's invariants are asked where it says, at dispatches if it does
/// not.
public enum EnforcementPoint {
  /// An agent asks to act.
  DISPATCH,
  /// A human answers a pending dispatch.
  APPROVAL,
  /// An agent asks to enter a phase of its contract.
  PHASE,
  /// An agent reports what became of a dispatch. It has happened: nothing can refuse it any more.
  OUTCOME,
  /// A contract is to be issued or amended.
  CONTRACT,
  /// An agent is to be promoted.
  PROMOTION,
  /// A policy document is to be put in force.
  PUBLISH;

  /// The point's name in maps and on the wire, such as `dispatch`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
