package dev.phaseledger.app.database;

/// How a running service logs in to its database. Neither login can change what is recorded, nor
/// migrate.
///
/// @param store appends and reads: a member of `ledger_writer`
/// @param views keeps and reads what is folded from the log: a member of `ledger_views` and
///   `ledger_reader`
public record ServiceAccess(DatabaseAccess store, DatabaseAccess views) {}
