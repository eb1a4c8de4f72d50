package dev.phaseledger.api.event;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.value.JsonValue.Fields;

/// The recorded form of events: a type name with a version, and the event's fields as JSON.
///
/// Sets are sorted, an empty Optional is an absent member, times are RFC 3339 in UTC with the
/// precision they have, durations ISO 8601, and the ledger's own numbers integers within 2^53. A
/// recorded type never changes its form: another form is another version, and this class goes on
/// reading the old one.
public final class EventCodec {

  public static final String AGENT_REGISTERED = "agent.registered.v1";
  public static final String AGENT_LEVEL_CHANGED = "agent.level-changed.v1";
  public static final String AGENT_REVOKED = "agent.revoked.v1";
  public static final String AGENT_REINSTATED = "agent.reinstated.v1";
  public static final String POLICY_PUBLISHED = "policy.published.v1";
  public static final String KEY_ROTATED = "key.rotated.v1";
  public static final String CONTRACT_ISSUED = "contract.issued.v1";
  public static final String CONTRACT_REVOKED = "contract.revoked.v1";
  public static final String DISPATCH_DECIDED = "dispatch.decided.v2";
  public static final String APPROVAL_RECORDED = "approval.recorded.v1";
  public static final String DISPATCH_REJUDGED = "dispatch.rejudged.v2";
  public static final String EVIDENCE_RECORDED = "evidence.recorded.v1";
  public static final String OUTCOME_RECORDED = "outcome.recorded.v1";
  public static final String FAILURE_SIGNALLED = "failure.signalled.v1";
  public static final String SUBJECT_ERASED = "subject.erased.v1";

  // Forms that are read and no longer written: results that hold had elements by effect.
  private static final String DISPATCH_DECIDED_1 = "dispatch.decided.v1";
  private static final String DISPATCH_REJUDGED_1 = "dispatch.rejudged.v1";

  private EventCodec() {}

  /// The name and version of the form that an event is recorded in.
  public static String typeOf(LedgerEvent event) {
    return switch (event) {
      case AgentEvent agent -> AgentEvents.typeOf(agent);
      case ContractEvent contract -> ContractEvents.typeOf(contract);
      case LogEvent log -> LogEvents.typeOf(log);
      case PolicyEvent policy -> PolicyEvents.typeOf(policy);
      case SubjectEvent subject -> SubjectEvents.typeOf(subject);
    };
  }

  /// The event's fields.
  ///
  /// @throws InvalidFieldException if an integer is 2^53 or more in magnitude, or a time is outside
  ///   the years 0000 to 9999
  public static Fields encode(LedgerEvent event) {
    return switch (event) {
      case AgentEvent agent -> AgentEvents.encode(agent);
      case ContractEvent contract -> ContractEvents.encode(contract);
      case LogEvent log -> LogEvents.encode(log);
      case PolicyEvent policy -> PolicyEvents.encode(policy);
      case SubjectEvent subject -> SubjectEvents.encode(subject);
    };
  }

  /// The event that was recorded. `decode(typeOf(event), encode(event))` equals `event`.
  ///
  /// @throws InvalidFieldException naming the field `type` if it is unknown, or the member of the
  ///   data that is missing, of the wrong type, out of range or unknown
  public static LedgerEvent decode(String type, Fields data) {
    return decode(type, Members.of(data));
  }

  static LedgerEvent decode(String type, Members data) {
    return switch (type) {
      case AGENT_REGISTERED -> AgentEvents.registered(data);
      case AGENT_LEVEL_CHANGED -> AgentEvents.levelChanged(data);
      case AGENT_REVOKED -> AgentEvents.revoked(data);
      case AGENT_REINSTATED -> AgentEvents.reinstated(data);
      case POLICY_PUBLISHED -> PolicyEvents.published(data);
      case KEY_ROTATED -> LogEvents.rotated(data);
      case CONTRACT_ISSUED -> ContractEvents.issued(data);
      case CONTRACT_REVOKED -> ContractEvents.revoked(data);
      case DISPATCH_DECIDED, DISPATCH_DECIDED_1 -> ContractEvents.decided(data);
      case APPROVAL_RECORDED -> ContractEvents.approval(data);
      case DISPATCH_REJUDGED, DISPATCH_REJUDGED_1 -> ContractEvents.rejudged(data);
      case EVIDENCE_RECORDED -> ContractEvents.evidence(data);
      case OUTCOME_RECORDED -> ContractEvents.outcome(data);
      case FAILURE_SIGNALLED -> ContractEvents.failure(data);
      case SUBJECT_ERASED -> SubjectEvents.erased(data);
      default ->
          throw new InvalidFieldException(
              "type", "is not an event type that this version of the ledger knows: '" + type + "'");
    };
  }
}
