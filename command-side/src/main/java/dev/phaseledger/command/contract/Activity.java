package dev.phaseledger.command.contract;

import dev.phaseledger.api.value.JsonValue.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What happened lately under a contract, as counters that invariants and stopping conditions read.
public final class Activity {

  static final Activity NONE = new Activity(minutes(), hours(), hours(), hours());

  private final Window actionsHour;
  private final Window actionsDay;
  private final Window denialsDay;
  private final Window failuresDay;

  private Activity(Window actionsHour, Window actionsDay, Window denialsDay, Window failuresDay) {
    this.actionsHour = actionsHour;
    this.actionsDay = actionsDay;
    this.denialsDay = denialsDay;
    this.failuresDay = failuresDay;
  }

  Activity released(Instant at) {
    return new Activity(actionsHour.add(at), actionsDay.add(at), denialsDay, failuresDay);
  }

  Activity denied(Instant at) {
    return new Activity(actionsHour, actionsDay, denialsDay.add(at), failuresDay);
  }

  Activity failed(Instant at) {
    return new Activity(actionsHour, actionsDay, denialsDay, failuresDay.add(at));
  }

  /// Released dispatches within the last 60 minutes.
  long actionsWithinHour(Instant now) {
    return actionsHour.count(now);
  }

  /// The counters by the names that invariants use.
  Map<String, Long> counters(Instant now) {
    var counters = new TreeMap<String, Long>();
    counters.put("actions_1h", actionsHour.count(now));
    counters.put("actions_24h", actionsDay.count(now));
    counters.put("denials_24h", denialsDay.count(now));
    counters.put("failures_24h", failuresDay.count(now));
    return counters;
  }

  Fields encode() {
    return Fields.with("actionsHour", actionsHour.encode())
        .put("actionsDay", actionsDay.encode())
        .put("denialsDay", denialsDay.encode())
        .put("failuresDay", failuresDay.encode())
        .build();
  }

  /// What [#encode] wrote.
  static Activity decode(Fields form) {
    return new Activity(
        minutes().decoded(ContractSnapshot.object(form, "actionsHour")),
        hours().decoded(ContractSnapshot.object(form, "actionsDay")),
        hours().decoded(ContractSnapshot.object(form, "denialsDay")),
        hours().decoded(ContractSnapshot.object(form, "failuresDay")));
  }

  private static Window minutes() {
    return Window.of(Duration.ofMinutes(1), 60);
  }

  private static Window hours() {
    return Window.of(Duration.ofHours(1), 24);
  }
}
