package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import dev.phaseledger.proof.Checkpoint;
import dev.phaseledger.proof.SignedNote;
import java.io.PrintWriter;
import java.util.Map;

/// What the ledger holds, as a table.
final class DemoSummary {

  private final LedgerClient client;
  private final PrintWriter out;

  DemoSummary(LedgerClient client, PrintWriter out) {
    this.client = client;
    this.out = out;
  }

  /// The last position. The demonstration has one tenant only, so it is the size of its log.
  long position() {
    byte[] note = client.bytes("/v1/ledger/checkpoint");
    return Checkpoint.parse(SignedNote.parse(note).text()).head().size();
  }

  void print() {
    Fields summary = client.get("/v1/ledger/summary?atLeast=" + position());
    String checkpoint = client.text("/v1/ledger/checkpoint");
    out.println("The ledger holds:");
    new Table()
        .row("runs (contracts)", Members.number(summary, "contracts"))
        .row("dispatches", Members.number(summary, "dispatches"))
        .row("revocations", Members.number(summary, "revocations"))
        .row("failure signals", Members.number(summary, "signals"))
        .row("entries", Members.number(summary, "entries"))
        .print(out);
    counts("Verdicts:", Members.counts(summary, "verdicts"));
    counts("Vetoes by invariant:", Members.counts(summary, "vetoes"));
    counts("Outcomes of released dispatches:", Members.counts(summary, "outcomes"));
    out.println();
    out.println("Newest checkpoint, signed:");
    checkpoint.lines().forEach(line -> out.println("  " + line));
  }

  private void counts(String heading, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return;
    }
    out.println();
    out.println(heading);
    Table table = new Table();
    counts.forEach(table::row);
    table.print(out);
  }
}
