package dev.phaseledger.app.cli;

import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.app.client.LedgerClient;
import dev.phaseledger.app.client.Members;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/// What people do in the demonstration: one approval and one revocation. It is told once; a ledger
/// that holds it already is left as it is.
final class DemoStory {

  private final LedgerClient operator;
  private final LedgerClient approver;
  private final PrintWriter out;

  DemoStory(LedgerClient operator, LedgerClient approver, PrintWriter out) {
    this.operator = operator;
    this.approver = approver;
    this.out = out;
  }

  /// Tells it on what the ledger holds at a position.
  void tell(long position) {
    Fields summary = operator.get("/v1/ledger/summary?atLeast=" + position);
    if (Members.number(summary, "revocations") > 0) {
      return;
    }
    List<Fields> pending = Members.objects(operator.get("/v1/approvals"), "items");
    pending.stream().findFirst().ifPresent(this::approve);
    contractToRevoke(pending).ifPresent(this::revoke);
  }

  private void approve(Fields pending) {
    String dispatch = Members.text(pending, "dispatchId");
    out.println("A supervisor looks at " + dispatch + ", which waits for approval:");
    out.println(
        "  " + Members.find(Members.object(pending, "judgement"), "explanation").orElse(""));
    Fields answer =
        approver.post(
            "/v1/approvals",
            Fields.with("contractId", new Text(Members.text(pending, "contractId")))
                .put("dispatchId", dispatch)
                .put("granted", true)
                .put("shown", Members.text(pending, "shown"))
                .put("reason", "Checked with the customer's file.")
                .build(),
            "demo-approval-" + dispatch);
    out.println("  approved: " + Members.text(answer, "verdict"));
    out.println("  " + Members.find(answer, "explanation").orElse(""));
    out.println();
  }

  private Optional<String> contractToRevoke(List<Fields> pending) {
    List<Fields> vetoed =
        Members.objects(operator.get("/v1/dispatches?verdict=VETOED&size=1"), "items");
    return vetoed.stream()
        .findFirst()
        .or(() -> pending.stream().findFirst())
        .map(dispatch -> Members.text(dispatch, "contractId"));
  }

  private void revoke(String contract) {
    out.println("An operator revokes contract " + contract + ".");
    Fields revoked =
        operator.post(
            "/v1/contracts/" + LedgerClient.escape(contract) + "/revocation",
            Fields.with("reason", new Text("A vetoed call in this run is under review.")).build(),
            "demo-revocation-" + contract);
    out.println(
        "  acknowledged at position %d: nothing is released under it from here on"
            .formatted(Members.number(revoked, "position")));
    Fields answer =
        operator.post(
            "/v1/dispatches",
            Fields.with("contractId", new Text(contract))
                .put("dispatchId", contract + "-late")
                .put("action", "late-attempt")
                .put("justification", "Shows what a request under a revoked contract gets.")
                .build(),
            "demo-late-" + contract);
    out.println("  a request right after it: " + Members.text(answer, "verdict"));
    out.println("  " + Members.find(answer, "explanation").orElse(""));
    out.println();
  }
}
