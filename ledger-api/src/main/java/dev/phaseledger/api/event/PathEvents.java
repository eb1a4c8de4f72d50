package dev.phaseledger.api.event;

import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.Digest;
import dev.phaseledger.api.DispatchId;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.NotificationRequested;
import dev.phaseledger.api.event.ContractEvent.PathTaken;
import dev.phaseledger.api.event.ContractEvent.RollbackRequested;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Items;
import dev.phaseledger.api.value.JsonValue.Num;
import java.util.List;

/// The recorded form of failures and of what revocation paths do about them.
final class PathEvents {

  // What the first form of a failure did not say.
  private static final String UNNAMED = "sig-unnamed";
  private static final String DETECTOR_UNKNOWN = "unknown";

  private PathEvents() {}

  static Fields encode(Form form, FailureSignalled failure) {
    return form.text("agentId", failure.agent().value())
        .text("dispatchId", failure.dispatch().map(DispatchId::value))
        .text("signal", failure.signal())
        .text("kind", failure.kind())
        .text("severity", failure.severity().name())
        .text("detector", failure.detector())
        .text("detail", failure.detail())
        .instant("occurredAt", failure.occurredAt())
        .instant("detectedAt", failure.detectedAt())
        .texts("evidence", failure.evidence().stream().map(Digest::value).toList())
        .value("entries", new Items(failure.entries().stream().<JsonValue>map(Num::of).toList()))
        .build();
  }

  static Fields encode(Form form, PathTaken taken) {
    return form.text("agentId", taken.agent().value())
        .text("dispatchId", taken.dispatch().map(DispatchId::value))
        .value("causedBy", CausedByCodec.encode(taken.causedBy()))
        .texts("actions", taken.actions())
        .text("explanation", taken.explanation())
        .build();
  }

  static Fields encode(Form form, RollbackRequested rollback) {
    return form.text("agentId", rollback.agent().value())
        .text("dispatchId", rollback.dispatch().value())
        .text("compensation", rollback.compensation().value())
        .text("reason", rollback.reason())
        .value("causedBy", CausedByCodec.encode(rollback.causedBy()))
        .build();
  }

  static Fields encode(Form form, NotificationRequested notification) {
    return form.text("agentId", notification.agent().value())
        .text("webhook", notification.webhook())
        .value("causedBy", CausedByCodec.encode(notification.causedBy()))
        .build();
  }

  static FailureSignalled failure(Members in) {
    return in.end(
        new FailureSignalled(
            ContractEvents.contract(in),
            ContractEvents.agent(in),
            in.optionalText("dispatchId", DispatchId::new),
            in.text("signal"),
            in.text("kind"),
            in.constant("severity", Severity.values()),
            in.text("detector"),
            in.text("detail"),
            in.instant("occurredAt"),
            in.instant("detectedAt"),
            in.digests("evidence"),
            in.integers("entries")));
  }

  /// As `failure.signalled.v1` has it.
  static FailureSignalled firstFailure(Members in) {
    return in.end(
        new FailureSignalled(
            ContractEvents.contract(in),
            ContractEvents.agent(in),
            in.optionalText("dispatchId", DispatchId::new),
            UNNAMED,
            in.text("kind"),
            Severity.MEDIUM,
            DETECTOR_UNKNOWN,
            in.text("detail"),
            in.instant("occurredAt"),
            in.instant("detectedAt"),
            List.of(),
            List.of()));
  }

  static PathTaken taken(Members in) {
    return in.end(
        new PathTaken(
            ContractEvents.contract(in),
            ContractEvents.agent(in),
            in.optionalText("dispatchId", DispatchId::new),
            CausedByCodec.decode(in.object("causedBy")),
            in.texts("actions"),
            in.text("explanation")));
  }

  static RollbackRequested rollback(Members in) {
    return in.end(
        new RollbackRequested(
            ContractEvents.contract(in),
            ContractEvents.agent(in),
            ContractEvents.dispatch(in),
            in.text("compensation", ContractId::new),
            in.text("reason"),
            CausedByCodec.decode(in.object("causedBy"))));
  }

  static NotificationRequested notification(Members in) {
    return in.end(
        new NotificationRequested(
            ContractEvents.contract(in),
            ContractEvents.agent(in),
            in.text("webhook"),
            CausedByCodec.decode(in.object("causedBy"))));
  }
}
