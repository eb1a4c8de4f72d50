package dev.phaseledger.query.pack;

import dev.phaseledger.api.AgentId;
import dev.phaseledger.api.ContractId;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.event.AgentEvent;
import dev.phaseledger.api.event.AgentEvent.AgentRegistered;
import dev.phaseledger.api.event.ContractEvent;
import dev.phaseledger.api.event.ContractEvent.ContractIssued;
import dev.phaseledger.api.event.ContractEvent.DispatchDecided;
import dev.phaseledger.api.event.ContractEvent.FailureSignalled;
import dev.phaseledger.api.event.ContractEvent.Severity;
import dev.phaseledger.api.event.LogEvent;
import dev.phaseledger.api.event.PolicyEvent;
import dev.phaseledger.api.event.SubjectEvent;
import dev.phaseledger.api.value.Json;
import dev.phaseledger.api.value.JsonValue;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.api.value.JsonValue.Text;
import dev.phaseledger.query.pack.Rows.Row;
import dev.phaseledger.query.reading.Reads;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The entries as events of the Open Cybersecurity Schema Framework 1.2.0, one to a line, for tools
/// that collect such events. A request to act is API Activity, a failure signal a Detection
/// Finding, everything else Entity Management of what it changed.
final class Ocsf {

  static final String FILE = "ocsf.jsonl";

  private static final String VERSION = "1.2.0";
  private static final int ENTITY_MANAGEMENT = 3004;
  private static final int API_ACTIVITY = 6003;
  private static final int DETECTION_FINDING = 2004;

  /// A class is numbered within its category by thousands.
  private static final int CATEGORY_CLASSES = 1000;

  private static final int TYPES_OF_CLASS = 100;
  private static final int CREATE = 1;
  private static final int UPDATE = 3;
  private static final int OTHER = 99;
  private static final int INFORMATIONAL = 1;
  private static final int LOW = 2;
  private static final int MEDIUM = 3;
  private static final int HIGH = 4;
  private static final int CRITICAL = 5;

  private final Entries entries;
  private final Rows rows;
  private final Extract extract;

  Ocsf(Entries entries, Reads reads, Extract extract) {
    this.entries = entries;
    this.rows = new Rows(extract.tenant(), reads);
    this.extract = extract;
  }

  void writeTo(OutputStream out) throws IOException {
    entries.selected(
        extract,
        (index, entry) -> {
          String line = Json.text(event(rows.of(index, entry))) + '\n';
          out.write(line.getBytes(StandardCharsets.UTF_8));
        });
  }

  private Fields event(Row row) {
    return switch (row.recorded().event()) {
      case DispatchDecided decided -> apiActivity(row, decided);
      case FailureSignalled signal -> finding(row, signal);
      case AgentRegistered _, ContractIssued _ -> managed(row, CREATE);
      case AgentEvent _, ContractEvent _, LogEvent _, PolicyEvent _, SubjectEvent _ ->
          managed(row, UPDATE);
    };
  }

  private Fields apiActivity(Row row, DispatchDecided decided) {
    int severity =
        switch (decided.judgement().verdict()) {
          case AUTHORIZED, CONSTRAINED -> INFORMATIONAL;
          case APPROVAL_REQUIRED, DEFERRED -> LOW;
          case VETOED -> MEDIUM;
        };
    String verdict = decided.judgement().verdict().name();
    return base(row, API_ACTIVITY, OTHER, severity)
        .put("activity_name", "Request to act")
        .put("status_detail", verdict)
        .put("actor", actor(row.recorded()))
        .put("api", Fields.with("operation", new Text(decided.request().action())).build())
        .put("src_endpoint", Fields.with("uid", new Text(row.recorded().actor().value())).build())
        .build();
  }

  private Fields finding(Row row, FailureSignalled signal) {
    return base(row, DETECTION_FINDING, CREATE, severity(signal.severity()))
        .put(
            "finding_info",
            Fields.with("uid", new Text(signal.signal())).put("title", signal.kind()).build())
        .build();
  }

  private static int severity(Severity severity) {
    return switch (severity) {
      case LOW -> LOW;
      case MEDIUM -> MEDIUM;
      case HIGH -> HIGH;
      case CRITICAL -> CRITICAL;
    };
  }

  private Fields managed(Row row, int activity) {
    return base(row, ENTITY_MANAGEMENT, activity, INFORMATIONAL)
        .put("actor", actor(row.recorded()))
        .put("entity", entity(row))
        .build();
  }

  private Fields entity(Row row) {
    String type = row.recorded().stream().subject().label();
    String uid =
        row.contract()
            .map(ContractId::value)
            .or(() -> row.agent().map(AgentId::value))
            .orElseGet(() -> row.recorded().stream().toString());
    return Fields.with("uid", new Text(uid)).put("name", uid).put("type", type).build();
  }

  private static Fields actor(RecordedEvent recorded) {
    return Fields.with("user", Fields.with("uid", new Text(recorded.actor().value())).build())
        .build();
  }

  private Fields.Builder base(Row row, int type, int activity, int severity) {
    Fields.Builder unmapped = Fields.builder().put("leafHash", row.leaf().toString());
    row.agent().ifPresent(id -> unmapped.put("agent", id.value()));
    row.contract().ifPresent(id -> unmapped.put("contract", id.value()));
    row.dispatch().ifPresent(id -> unmapped.put("dispatch", id));
    Fields product =
        Fields.with("name", new Text("Phase Ledger")).put("vendor_name", "Phase Ledger").build();
    JsonValue metadata =
        Fields.with("product", product)
            .put("version", VERSION)
            .put("uid", row.recorded().id())
            .put("tenant_uid", extract.tenant().value())
            .put("event_code", row.type())
            .put("sequence", row.recorded().index())
            .build();
    return Fields.with("class_uid", JsonValue.Num.of(type))
        .put("category_uid", type / CATEGORY_CLASSES)
        .put("activity_id", activity)
        .put("type_uid", (long) type * TYPES_OF_CLASS + activity)
        .put("severity_id", severity)
        .put("time", row.recorded().time().toEpochMilli())
        .put("message", row.sentence())
        .put("metadata", metadata)
        .put("unmapped", unmapped.build());
  }
}
