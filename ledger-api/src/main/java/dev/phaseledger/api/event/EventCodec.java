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
  public static final String AGENT_LEVEL_CHANGED = "agent.level-changed.v2";
  public static final String AGENT_SUSPENDED = "agent.suspended.v1";
  public static final String AGENT_REVOKED = "agent.revoked.v2";
  public static final String AGENT_REINSTATED = "agent.reinstated.v1";
  public static final String PROMOTION_PROPOSED = "promotion.proposed.v1";
  public static final String PROMOTION_ANSWERED = "promotion.answered.v1";
  public static final String AGENT_STEP_JUDGED = "agent.step-judged.v1";
  public static final String POLICY_PUBLISHED = "policy.published.v3";
  public static final String MAP_DRAFTED = "map.drafted.v1";
  public static final String DRAFT_DISCARDED = "map.draft-discarded.v1";
  public static final String PUBLISHING_RULE_SET = "publishing.rule-set.v1";
  public static final String LADDER_PUBLISHED = "ladder.published.v1";
  public static final String PATHS_PUBLISHED = "paths.published.v1";
  public static final String TEMPLATE_PUBLISHED = "template.published.v1";
  public static final String PUBLICATION_JUDGED = "publication.judged.v1";
  public static final String TENANT_HALTED = "tenant.halted.v1";
  public static final String TENANT_RESUMED = "tenant.resumed.v1";
  public static final String HOLD_PLACED = "hold.placed.v1";
  public static final String HOLD_LIFTED = "hold.lifted.v1";
  public static final String KEY_ROTATED = "key.rotated.v1";
  public static final String CONTRACT_ISSUED = "contract.issued.v2";
  public static final String CONTRACT_AMENDED = "contract.amended.v1";
  public static final String CONTRACT_DELEGATED = "contract.delegated.v1";
  public static final String CONTRACT_ENDED = "contract.ended.v1";
  public static final String CONTRACT_REVOKED = "contract.revoked.v2";
  public static final String STEP_JUDGED = "step.judged.v1";
  public static final String PHASE_DECIDED = "phase.decided.v1";
  public static final String DISPATCH_DECIDED = "dispatch.decided.v4";
  public static final String APPROVAL_RECORDED = "approval.recorded.v2";
  public static final String APPROVAL_WITHDRAWN = "approval.withdrawn.v1";
  public static final String APPROVAL_ESCALATED = "approval.escalated.v1";
  public static final String DISPATCH_REJUDGED = "dispatch.rejudged.v4";
  public static final String DISPATCH_CLOSED = "dispatch.closed.v1";
  public static final String EVIDENCE_RECORDED = "evidence.recorded.v2";
  public static final String OUTCOME_RECORDED = "outcome.recorded.v2";
  public static final String FAILURE_SIGNALLED = "failure.signalled.v2";
  public static final String HEARTBEAT_RECORDED = "heartbeat.recorded.v1";
  public static final String PATH_TAKEN = "path.taken.v1";
  public static final String ROLLBACK_REQUESTED = "rollback.requested.v1";
  public static final String NOTIFICATION_REQUESTED = "notification.requested.v1";
  public static final String SUBJECT_ERASED = "subject.erased.v1";

  // Forms that are read and no longer written. Most lack members that may be absent since; the
  // first form of a dispatch's results had elements by effect.
  private static final String AGENT_LEVEL_CHANGED_1 = "agent.level-changed.v1";
  private static final String AGENT_REVOKED_1 = "agent.revoked.v1";
  private static final String POLICY_PUBLISHED_1 = "policy.published.v1";
  private static final String POLICY_PUBLISHED_2 = "policy.published.v2";
  private static final String CONTRACT_ISSUED_1 = "contract.issued.v1";
  private static final String CONTRACT_REVOKED_1 = "contract.revoked.v1";
  private static final String DISPATCH_DECIDED_1 = "dispatch.decided.v1";
  private static final String DISPATCH_DECIDED_2 = "dispatch.decided.v2";
  private static final String DISPATCH_DECIDED_3 = "dispatch.decided.v3";
  private static final String APPROVAL_RECORDED_1 = "approval.recorded.v1";
  private static final String DISPATCH_REJUDGED_1 = "dispatch.rejudged.v1";
  private static final String DISPATCH_REJUDGED_2 = "dispatch.rejudged.v2";
  private static final String DISPATCH_REJUDGED_3 = "dispatch.rejudged.v3";
  private static final String EVIDENCE_RECORDED_1 = "evidence.recorded.v1";
  private static final String OUTCOME_RECORDED_1 = "outcome.recorded.v1";
  private static final String FAILURE_SIGNALLED_1 = "failure.signalled.v1";

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
      case AGENT_LEVEL_CHANGED, AGENT_LEVEL_CHANGED_1 -> AgentEvents.levelChanged(data);
      case AGENT_SUSPENDED -> AgentEvents.suspended(data);
      case AGENT_REVOKED, AGENT_REVOKED_1 -> AgentEvents.revoked(data);
      case AGENT_REINSTATED -> AgentEvents.reinstated(data);
      case PROMOTION_PROPOSED -> AgentEvents.proposed(data);
      case PROMOTION_ANSWERED -> AgentEvents.answered(data);
      case AGENT_STEP_JUDGED -> AgentEvents.stepJudged(data);
      case POLICY_PUBLISHED, POLICY_PUBLISHED_2, POLICY_PUBLISHED_1 -> PolicyEvents.published(data);
      case MAP_DRAFTED -> PolicyEvents.drafted(data);
      case DRAFT_DISCARDED -> PolicyEvents.discarded(data);
      case PUBLISHING_RULE_SET -> PolicyEvents.ruleSet(data);
      case LADDER_PUBLISHED -> PolicyEvents.ladder(data);
      case PATHS_PUBLISHED -> PolicyEvents.paths(data);
      case TEMPLATE_PUBLISHED -> PolicyEvents.template(data);
      case PUBLICATION_JUDGED -> PolicyEvents.judged(data);
      case TENANT_HALTED -> PolicyEvents.halted(data);
      case TENANT_RESUMED -> PolicyEvents.resumed(data);
      case HOLD_PLACED -> PolicyEvents.placed(data);
      case HOLD_LIFTED -> PolicyEvents.lifted(data);
      case KEY_ROTATED -> LogEvents.rotated(data);
      case CONTRACT_ISSUED, CONTRACT_ISSUED_1 -> ContractEvents.issued(data);
      case CONTRACT_AMENDED -> ContractEvents.amended(data);
      case CONTRACT_DELEGATED -> ContractEvents.delegated(data);
      case CONTRACT_ENDED -> ContractEvents.ended(data);
      case CONTRACT_REVOKED, CONTRACT_REVOKED_1 -> ContractEvents.revoked(data);
      case STEP_JUDGED -> ContractEvents.stepJudged(data);
      case PHASE_DECIDED -> ContractEvents.phase(data);
      case DISPATCH_DECIDED, DISPATCH_DECIDED_3, DISPATCH_DECIDED_2, DISPATCH_DECIDED_1 ->
          ContractEvents.decided(data);
      case APPROVAL_RECORDED, APPROVAL_RECORDED_1 -> ContractEvents.approval(data);
      case APPROVAL_WITHDRAWN -> ContractEvents.withdrawn(data);
      case APPROVAL_ESCALATED -> ContractEvents.escalated(data);
      case DISPATCH_REJUDGED, DISPATCH_REJUDGED_3, DISPATCH_REJUDGED_2, DISPATCH_REJUDGED_1 ->
          ContractEvents.rejudged(data);
      case DISPATCH_CLOSED -> ContractEvents.closed(data);
      case EVIDENCE_RECORDED, EVIDENCE_RECORDED_1 -> ContractEvents.evidence(data);
      case OUTCOME_RECORDED, OUTCOME_RECORDED_1 -> ContractEvents.outcome(data);
      case FAILURE_SIGNALLED -> PathEvents.failure(data);
      case FAILURE_SIGNALLED_1 -> PathEvents.firstFailure(data);
      case HEARTBEAT_RECORDED -> ContractEvents.heartbeat(data);
      case PATH_TAKEN -> PathEvents.taken(data);
      case ROLLBACK_REQUESTED -> PathEvents.rollback(data);
      case NOTIFICATION_REQUESTED -> PathEvents.notification(data);
      case SUBJECT_ERASED -> SubjectEvents.erased(data);
      default ->
          throw new InvalidFieldException(
              "type", "is not an event type that this version of the ledger knows: '" + type + "'");
    };
  }
}
