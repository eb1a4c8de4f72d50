package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of what happened under an execution contract.
final class ContractEvents {

  private ContractEvents() {}

  static String typeOf(ContractEvent event) {
    return switch (event) {
      case ContractIssued _ -> EventCodec.CONTRACT_ISSUED;
      case ContractRevoked _ -> EventCodec.CONTRACT_REVOKED;
      case DispatchDecided _ -> EventCodec.DISPATCH_DECIDED;
      case ApprovalRecorded _ -> EventCodec.APPROVAL_RECORDED;
      case DispatchRejudged _ -> EventCodec.DISPATCH_REJUDGED;
      case EvidenceRecorded _ -> EventCodec.EVIDENCE_RECORDED;
      case OutcomeRecorded _ -> EventCodec.OUTCOME_RECORDED;
      case FailureSignalled _ -> EventCodec.FAILURE_SIGNALLED;
    };
  }

  static Fields encode(ContractEvent event) {
    var form = new Form().text("contractId", event.contract().value());
    return switch (event) {
      case ContractIssued issued -> form.value("terms", TermsCodec.encode(issued.terms())).build();
      case ContractRevoked revoked ->
          form.text("agentId", revoked.agent().value())
              .text("reason", revoked.reason())
              .text("cause", revoked.cause().name())
              .build();
      case DispatchDecided decided ->
          form.text("agentId", decided.agent().value())
              .value("request", RequestCodec.encode(decided.request()))
              .text("requestDigest", decided.requestDigest().value())
              .value("judgement", JudgementCodec.encode(decided.judgement()))
              .build();
      case ApprovalRecorded approval -> encode(form, approval);
      case DispatchRejudged rejudged ->
          form.text("agentId", rejudged.agent().value())
              .text("dispatchId", rejudged.dispatch().value())
              .value("judgement", JudgementCodec.encode(rejudged.judgement()))
              .build();
      case EvidenceRecorded recorded ->
          form.text("dispatchId", recorded.dispatch().map(DispatchId::value))
              .value("evidence", EvidenceCodec.encode(recorded.evidence()))
              .value("facts", EvidenceCodec.encode(recorded.facts()))
              .build();
      case OutcomeRecorded outcome ->
          form.text("agentId", outcome.agent().value())
              .text("dispatchId", outcome.dispatch().value())
              .text("outcome", outcome.outcome().name())
              .text("detail", outcome.detail())
              .fields("evidence", outcome.evidence().map(EvidenceCodec::encode))
              .build();
      case FailureSignalled failure -> encode(form, failure);
    };
  }

  private static Fields encode(Form form, ApprovalRecorded approval) {
    return form.text("dispatchId", approval.dispatch().value())
        .text("approver", approval.approver().value())
        .set("roles", approval.roles())
        .flag("granted", approval.granted())
        .text("shown", approval.shown().value())
        .text("reason", approval.reason())
        .build();
  }

  private static Fields encode(Form form, FailureSignalled failure) {
    return form.text("agentId", failure.agent().value())
        .text("dispatchId", failure.dispatch().map(DispatchId::value))
        .text("kind", failure.kind())
        .text("detail", failure.detail())
        .instant("occurredAt", failure.occurredAt())
        .instant("detectedAt", failure.detectedAt())
        .build();
  }

  static ContractIssued issued(Members in) {
    return in.end(new ContractIssued(contract(in), TermsCodec.decode(in.object("terms"))));
  }

  static ContractRevoked revoked(Members in) {
    return in.end(
        new ContractRevoked(
            contract(in),
            agent(in),
            in.text("reason"),
            in.constant("cause", RevocationCause.values())));
  }

  static DispatchDecided decided(Members in) {
    return in.end(
        new DispatchDecided(
            contract(in),
            agent(in),
            RequestCodec.decode(in.object("request")),
            in.digest("requestDigest"),
            JudgementCodec.decode(in.object("judgement"))));
  }

  static ApprovalRecorded approval(Members in) {
    return in.end(
        new ApprovalRecorded(
            contract(in),
            dispatch(in),
            in.text("approver", PrincipalId::new),
            in.set("roles"),
            in.flag("granted"),
            in.digest("shown"),
            in.text("reason")));
  }

  static DispatchRejudged rejudged(Members in) {
    return in.end(
        new DispatchRejudged(
            contract(in), agent(in), dispatch(in), JudgementCodec.decode(in.object("judgement"))));
  }

  static EvidenceRecorded evidence(Members in) {
    return in.end(
        new EvidenceRecorded(
            contract(in),
            in.optionalText("dispatchId", DispatchId::new),
            EvidenceCodec.evidence(in.object("evidence")),
            in.objects("facts").stream().map(EvidenceCodec::fact).toList()));
  }

  static OutcomeRecorded outcome(Members in) {
    return in.end(
        new OutcomeRecorded(
            contract(in),
            agent(in),
            dispatch(in),
            in.constant("outcome", Outcome.values()),
            in.text("detail"),
            in.optionalObject("evidence").map(EvidenceCodec::evidence)));
  }

  static FailureSignalled failure(Members in) {
    return in.end(
        new FailureSignalled(
            contract(in),
            agent(in),
            in.optionalText("dispatchId", DispatchId::new),
            in.text("kind"),
            in.text("detail"),
            in.instant("occurredAt"),
            in.instant("detectedAt")));
  }

  private static ContractId contract(Members in) {
    return in.text("contractId", ContractId::new);
  }

  private static AgentId agent(Members in) {
    return in.text("agentId", AgentId::new);
  }

  private static DispatchId dispatch(Members in) {
    return in.text("dispatchId", DispatchId::new);
  }
}
