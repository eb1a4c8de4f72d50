package dev.phaseledger.store;

/// Where the tables come from and who may do what with them.
public final class LedgerSchema {

  /// Flyway location of the migrations.
  public static final String MIGRATIONS = "classpath:db/ledger";

  /// The role that appends: it can add entries and never change or delete one.
  public static final String WRITER_ROLE = "ledger_writer";

  /// The role that only reads.
  public static final String READER_ROLE = "ledger_reader";

  /// The role that keeps the tables that readers see, which are folded from the ledger.
  public static final String VIEWS_ROLE = "ledger_views";

  /// The layout this engine reads and writes (`ledger.format`).
  static final int FORMAT = 1;

  private LedgerSchema() {}
}
