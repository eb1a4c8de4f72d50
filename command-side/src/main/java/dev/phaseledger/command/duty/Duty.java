package dev.phaseledger.command.duty;

import java.time.Instant;

/// Something the ledger does by itself. It finds out what is due, and sends commands.
///
/// Several nodes perform the same duty at the same time, and a node may stop in the middle. So a
/// duty keeps no state of its own, and sends commands that do nothing where nothing is to be done
/// any more: what is decided is decided by the commands' deciders, on the state they are fenced by.
public interface Duty {

  /// What it is called in messages for operators.
  String name();

  /// Does what is due.
  ///
  /// @return how many commands were sent; 0 if nothing was due
  /// @throws RuntimeException if it could not; it is tried again later
  int perform(Instant now);
}
