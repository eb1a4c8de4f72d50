package dev.phaseledger.app.guard;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.value.JsonValue.Bool;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.app.client.Members;
import java.net.URI;
import java.util.Optional;

/// Reads what the ledger says of a push. Whatever is not a clear yes refuses it.
record Answers(URI service, ContractId contract) {

  /// The dispatch, if its verdict lets the push through.
  String verdict(Fields answer) {
    String id = Members.text(answer, "dispatchId");
    String verdict = Members.text(answer, "verdict");
    String explanation = Members.find(answer, "explanation").orElse("");
    String what =
        "%s by dispatch %s under contract %s: %s".formatted(verdict, id, contract, explanation);
    return switch (verdict) {
      case "AUTHORIZED" -> id;
      case "CONSTRAINED" ->
          throw new Refusal(what, "a push cannot be rewritten: change it to fit, and push again")
              .of(id);
      case "APPROVAL_REQUIRED" -> throw waiting(id, explanation, Members.find(answer, "shown"));
      case "DEFERRED" -> throw new Refusal(what, "see to what is missing, then push again").of(id);
      case "VETOED" -> throw new Refusal(what, afterVeto(answer)).of(id);
      default ->
          throw new Refusal("the ledger answers '" + verdict + "'", "push again later").of(id);
    };
  }

  /// Whether an earlier dispatch lets the push through; false if it is over and the push may be
  /// asked about anew.
  boolean stands(Fields view) {
    String id = Members.text(view, "dispatchId");
    String state = Members.text(view, "state");
    String explanation = Members.find(view, "explanation").orElse("");
    return switch (state) {
      case "RELEASED" -> {
        if (!Members.find(view, "verdict").equals(Optional.of("AUTHORIZED"))) {
          throw new Refusal(
                  "dispatch " + id + " was released with other parameters: " + explanation,
                  "a push cannot be rewritten: change it to fit, and push again")
              .of(id);
        }
        yield true;
      }
      case "PENDING" -> throw waiting(id, explanation, Members.find(view, "shown"));
      case "REJECTED" ->
          throw new Refusal(
                  "dispatch " + id + " was rejected: " + rejection(view),
                  "change what you push; the same commits stay refused under this contract")
              .of(id);
      case "DEFERRED", "VETOED", "VOID", "SUCCEEDED", "FAILED", "UNKNOWN" -> false;
      default ->
          throw new Refusal("dispatch " + id + " is '" + state + "'", "push again later").of(id);
    };
  }

  private Refusal waiting(String id, String explanation, Optional<String> shown) {
    return new Refusal(
            "APPROVAL_REQUIRED: dispatch %s under contract %s waits: %s"
                .formatted(id, contract, explanation),
            "have an approver answer it at %s/console/dispatches/%s or with POST /v1/approvals (shown: %s), then push the same commits again"
                .formatted(service, id, shown.orElse("see there")))
        .of(id);
  }

  private static String afterVeto(Fields answer) {
    return answer.find("contractRevoked").filter(Bool.TRUE::equals).isPresent()
        ? "the contract was revoked by this; ask whoever issued it for a new one"
        : "change what you push, or have the contract changed";
  }

  private static String rejection(Fields view) {
    return Members.objects(view, "approvals").stream()
        .filter(approval -> approval.find("granted").filter(Bool.FALSE::equals).isPresent())
        .map(approval ->
            "%s says '%s'"
                .formatted(
                    Members.find(approval, "approver").orElse("an approver"),
                    Members.find(approval, "reason").orElse("")))
        .findFirst()
        .orElse("an approver said no");
  }
}
