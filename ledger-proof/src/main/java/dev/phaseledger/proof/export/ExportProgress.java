package dev.phaseledger.proof.export;

/// How far a verification has come: entries read so far and entries the checkpoint commits to.
public record ExportProgress(long entriesRead, long entriesTotal) {
  /// Entries between two reports.
  public static final int REPORT_EVERY_ENTRIES = 65_536;

  /// Told on the verifying thread, every {@link #REPORT_EVERY_ENTRIES} entries and at the end.
  @FunctionalInterface
  public interface Listener {
    /// Reports; what it throws ends the verification.
    void report(ExportProgress progress);

    /// Reports to nobody.
    static Listener none() {
      return progress -> {};
    }
  }
}
