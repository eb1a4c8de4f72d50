package dev.phaseledger.command.contract;

import static dev.phaseledger.command.contract.ContractSnapshot.flag;
import static dev.phaseledger.command.contract.ContractSnapshot.instant;
import static dev.phaseledger.command.contract.ContractSnapshot.integer;
import static dev.phaseledger.command.contract.ContractSnapshot.items;
import static dev.phaseledger.command.contract.ContractSnapshot.list;
import static dev.phaseledger.command.contract.ContractSnapshot.member;
import static dev.phaseledger.command.contract.ContractSnapshot.object;
import static dev.phaseledger.command.contract.ContractSnapshot.text;

import dev.phaseledger.api.Digest;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.EventCodec;
import dev.phaseledger.api.event.Forms;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.command.contract.OpenDispatch.Approval;
import dev.phaseledger.command.contract.OpenDispatch.Asked;
import dev.phaseledger.command.contract.OpenDispatch.Deferred;
import dev.phaseledger.command.contract.OpenDispatch.Pending;
import dev.phaseledger.command.contract.OpenDispatch.Waiting;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The kept form of dispatches that wait.
final class OpenForms {

  private OpenForms() {}

  static Fields encode(Pending pending) {
    return encodeWaiting(pending)
        .put("escalated", items(new TreeSet<>(pending.escalated()), Text::new))
        .put(
            "approvals",
            items(
                pending.approvals(),
                approval ->
                    Fields.with("answer", EventCodec.encode(approval.event()))
                        .put("at", approval.at().toString())
                        .build()))
        .build();
  }

  static Fields encode(Deferred deferred) {
    return encodeWaiting(deferred)
        .put("rejudged", deferred.rejudged())
        .put("arrived", JsonValue.Bool.of(deferred.arrived()))
        .build();
  }

  static Pending pending(Fields form) {
    return new Pending(
        asked(form),
        Forms.judgement(object(form, "judgement")),
        instant("since", member(form, "since")),
        list(form, "approvals").stream().map(item -> approval(object("approvals", item))).toList(),
        list(form, "escalated").stream()
            .map(role -> text("escalated", role))
            .collect(Collectors.toSet()));
  }

  static Deferred deferred(Fields form) {
    return new Deferred(
        asked(form),
        Forms.judgement(object(form, "judgement")),
        instant("since", member(form, "since")),
        Math.toIntExact(integer(form, "rejudged")),
        flag(form, "arrived"));
  }

  private static Fields.Builder encodeWaiting(Waiting waiting) {
    Asked asked = waiting.asked();
    var form =
        Fields.with("request", Forms.encode(asked.request()))
            .put("requestDigest", asked.requestDigest().value())
            .put("requester", asked.requester().value())
            .put("judgement", Forms.encode(waiting.judgement()))
            .put("since", waiting.since().toString());
    asked.onBehalfOf().ifPresent(human -> form.put("onBehalfOf", human.value()));
    return form;
  }

  private static Asked asked(Fields form) {
    return new Asked(
        Forms.request(object(form, "request")),
        new Digest(text(form, "requestDigest")),
        new PrincipalId(text(form, "requester")),
        form.find("onBehalfOf").map(human -> new PrincipalId(text("onBehalfOf", human))));
  }

  private static Approval approval(Fields form) {
    var answer =
        (ApprovalRecorded) EventCodec.decode(EventCodec.APPROVAL_RECORDED, object(form, "answer"));
    return new Approval(answer, instant("at", member(form, "at")));
  }
}
