package dev.phaseledger.api.event;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.PrincipalId;
import dev.phaseledger.api.event.ContractEvent.ApprovalEscalated;
import dev.phaseledger.api.event.ContractEvent.ApprovalRecorded;
import dev.phaseledger.api.event.ContractEvent.ApprovalWithdrawn;
import dev.phaseledger.api.event.ContractEvent.Closing;
import dev.phaseledger.api.event.ContractEvent.ContractAmended;
import dev.phaseledger.api.event.ContractEvent.ContractDelegated;
import dev.phaseledger.api.event.ContractEvent.ContractEnded;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.ContractRevoked;
import dev.phaseledger.api.event.ContractEvent.DispatchClosed;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.DispatchRejudged;
import dev.phaseledger.api.event.ContractEvent.Ending;
import dev.phaseledger.api.event.ContractEvent.EvidenceRecorded;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.HeartbeatRecorded;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.Outcome;
import dev.phaseledger.api.event.ContractEvent.OutcomeRecorded;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.PhaseDecided;
import dev.phaseledger.api.event.ContractEvent.RevocationCause;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.StepJudged;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of what happened under an execution contract.
final class ContractEvents {

  private ContractEvents() {}

  static String typeOf(ContractEvent event) {
    return switch (event) {
      case ContractIssued _ -> EventCodec.CONTRACT_ISSUED;
      case ContractAmended _ -> EventCodec.CONTRACT_AMENDED;
      case ContractDelegated _ -> EventCodec.CONTRACT_DELEGATED;
      case ContractEnded _ -> EventCodec.CONTRACT_ENDED;
      case ContractRevoked _ -> EventCodec.CONTRACT_REVOKED;
      case StepJudged _ -> EventCodec.STEP_JUDGED;
      case PhaseDecided _ -> EventCodec.PHASE_DECIDED;
      case DispatchDecided _ -> EventCodec.DISPATCH_DECIDED;
      case ApprovalRecorded _ -> EventCodec.APPROVAL_RECORDED;
      case ApprovalWithdrawn _ -> EventCodec.APPROVAL_WITHDRAWN;
      case ApprovalEscalated _ -> EventCodec.APPROVAL_ESCALATED;
      case DispatchClosed _ -> EventCodec.DISPATCH_CLOSED;
      case DispatchRejudged _ -> EventCodec.DISPATCH_REJUDGED;
      case EvidenceRecorded _ -> EventCodec.EVIDENCE_RECORDED;
      case OutcomeRecorded _ -> EventCodec.OUTCOME_RECORDED;
      case FailureSignalled _ -> EventCodec.FAILURE_SIGNALLED;
      case HeartbeatRecorded _ -> EventCodec.HEARTBEAT_RECORDED;
      case PathTaken _ -> EventCodec.PATH_TAKEN;
      case RollbackRequested _ -> EventCodec.ROLLBACK_REQUESTED;
      case NotificationRequested _ -> EventCodec.NOTIFICATION_REQUESTED;
    };
  }

  static Fields encode(ContractEvent event) {
    var form = new Form().text("contractId", event.contract().value());
    return switch (event) {
      case ContractIssued issued -> form.value("terms", TermsCodec.encode(issued.terms())).build();
      case ContractAmended amended ->
          form.value("terms", TermsCodec.encode(amended.terms()))
              .text("reason", amended.reason())
              .build();
      case ContractDelegated delegated ->
          form.text("child", delegated.child().value())
              .text("agentId", delegated.agent().value())
              .integer("actions", delegated.actions())
              .integer("costMicros", delegated.costMicros())
              .build();
      case ContractEnded ended ->
          form.text("agentId", ended.agent().value())
              .text("ending", ended.ending().name())
              .text("reason", ended.reason())
              .build();
      case ContractRevoked revoked ->
          form.text("agentId", revoked.agent().value())
              .text("reason", revoked.reason())
              .text("cause", revoked.cause().name())
              .fields("causedBy", revoked.causedBy().map(CausedByCodec::encode))
              .build();
      case StepJudged judged ->
          form.text("agentId", judged.agent().value())
              .text("dispatchId", judged.dispatch().map(DispatchId::value))
              .value("judgement", JudgementCodec.encode(judged.judgement()))
              .build();
      case PhaseDecided decided ->
          form.text("agentId", decided.agent().value())
              .text("phase", decided.phase())
              .flag("granted", decided.granted())
              .text("justification", decided.justification())
              .text("explanation", decided.explanation())
              .texts("evidence", decided.evidence().stream().map(Digest::value).toList())
              .build();
      case DispatchDecided decided ->
          form.text("agentId", decided.agent().value())
              .value("request", RequestCodec.encode(decided.request()))
              .text("requestDigest", decided.requestDigest().value())
              .value("judgement", JudgementCodec.encode(decided.judgement()))
              .text("onBehalfOf", decided.onBehalfOf().map(PrincipalId::value))
              .build();
      case ApprovalRecorded approval -> encode(form, approval);
      case ApprovalWithdrawn withdrawn ->
          form.text("dispatchId", withdrawn.dispatch().value())
              .text("approver", withdrawn.approver().value())
              .text("reason", withdrawn.reason())
              .build();
      case ApprovalEscalated escalated ->
          form.text("dispatchId", escalated.dispatch().value())
              .set("roles", escalated.roles())
              .text("reason", escalated.reason())
              .build();
      case DispatchClosed closed ->
          form.text("agentId", closed.agent().value())
              .text("dispatchId", closed.dispatch().value())
              .text("closing", closed.closing().name())
              .text("reason", closed.reason())
              .fields("causedBy", closed.causedBy().map(CausedByCodec::encode))
              .build();
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
              .integer("costMicros", outcome.costMicros())
              .build();
      case FailureSignalled failure -> PathEvents.encode(form, failure);
      case HeartbeatRecorded heartbeat ->
          form.text("agentId", heartbeat.agent().value()).text("note", heartbeat.note()).build();
      case PathTaken taken -> PathEvents.encode(form, taken);
      case RollbackRequested rollback -> PathEvents.encode(form, rollback);
      case NotificationRequested notification -> PathEvents.encode(form, notification);
    };
  }

  private static Fields encode(Form form, ApprovalRecorded approval) {
    return form.text("dispatchId", approval.dispatch().value())
        .text("approver", approval.approver().value())
        .text("onBehalfOf", approval.onBehalfOf().map(PrincipalId::value))
        .set("roles", approval.roles())
        .flag("granted", approval.granted())
        .text("shown", approval.shown().value())
        .text("reason", approval.reason())
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
            in.constant("cause", RevocationCause.values()),
            in.optionalObject("causedBy").map(CausedByCodec::decode)));
  }

  static ContractAmended amended(Members in) {
    return in.end(
        new ContractAmended(
            contract(in), TermsCodec.decode(in.object("terms")), in.text("reason")));
  }

  static ContractDelegated delegated(Members in) {
    return in.end(
        new ContractDelegated(
            contract(in),
            in.text("child", ContractId::new),
            agent(in),
            in.optionalInteger("actions"),
            in.optionalInteger("costMicros")));
  }

  static ContractEnded ended(Members in) {
    return in.end(
        new ContractEnded(
            contract(in), agent(in), in.constant("ending", Ending.values()), in.text("reason")));
  }

  static PhaseDecided phase(Members in) {
    return in.end(
        new PhaseDecided(
            contract(in),
            agent(in),
            in.text("phase"),
            in.flag("granted"),
            in.text("justification"),
            in.text("explanation"),
            in.digests("evidence")));
  }

  static StepJudged stepJudged(Members in) {
    return in.end(
        new StepJudged(
            contract(in),
            agent(in),
            in.optionalText("dispatchId", DispatchId::new),
            JudgementCodec.step(in.object("judgement"))));
  }

  static DispatchDecided decided(Members in) {
    return in.end(
        new DispatchDecided(
            contract(in),
            agent(in),
            RequestCodec.decode(in.object("request")),
            in.digest("requestDigest"),
            JudgementCodec.decode(in.object("judgement")),
            in.optionalText("onBehalfOf", PrincipalId::new)));
  }

  static ApprovalWithdrawn withdrawn(Members in) {
    return in.end(
        new ApprovalWithdrawn(
            contract(in), dispatch(in), in.text("approver", PrincipalId::new), in.text("reason")));
  }

  static ApprovalEscalated escalated(Members in) {
    return in.end(
        new ApprovalEscalated(contract(in), dispatch(in), in.set("roles"), in.text("reason")));
  }

  static DispatchClosed closed(Members in) {
    return in.end(
        new DispatchClosed(
            contract(in),
            agent(in),
            dispatch(in),
            in.constant("closing", Closing.values()),
            in.text("reason"),
            in.optionalObject("causedBy").map(CausedByCodec::decode)));
  }

  static ApprovalRecorded approval(Members in) {
    return in.end(
        new ApprovalRecorded(
            contract(in),
            dispatch(in),
            in.text("approver", PrincipalId::new),
            in.optionalText("onBehalfOf", PrincipalId::new),
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
            in.optionalObject("evidence").map(EvidenceCodec::evidence),
            in.optionalInteger("costMicros")));
  }

  static HeartbeatRecorded heartbeat(Members in) {
    return in.end(new HeartbeatRecorded(contract(in), agent(in), in.text("note")));
  }

  static ContractId contract(Members in) {
    return in.text("contractId", ContractId::new);
  }

  static AgentId agent(Members in) {
    return in.text("agentId", AgentId::new);
  }

  static DispatchId dispatch(Members in) {
    return in.text("dispatchId", DispatchId::new);
  }
}
