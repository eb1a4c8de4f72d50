package dev.phaseledger.command.contract;

import dev.phaseledger.api.InvalidFieldException;
import dev.phaseledger.api.event.DispatchRequest;
import dev.phaseledger.api.value.JsonValue.Fields;
import dev.phaseledger.policy.Counted;
import dev.phaseledger.policy.SessionContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/// What happened lately under a contract, as counters that invariants and stopping conditions read,
/// and what the agent has come to know by it. Immutable.
public final class Activity {

  static final Activity NONE = new Activity(Map.of(), Exposure.NONE);

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);

  /// What happened at all. Never changed.
  private final Map<Counted, Occurrences> counted;

  private final Exposure exposure;

  private Activity(Map<Counted, Occurrences> counted, Exposure exposure) {
    this.counted = counted;
    this.exposure = exposure;
  }

  /// The agent may act on this.
  Activity released(DispatchRequest request, Instant at) {
    return with(Counted.RELEASES, at).exposed(exposure.released(request));
  }

  Activity vetoed(Instant at) {
    return with(Counted.VETOES, at).with(Counted.DENIALS, at);
  }

  /// Time that ran out is a no like any other.
  Activity timedOut(Instant at) {
    return with(Counted.DENIALS, at);
  }

  Activity answered(boolean granted, Instant at) {
    return granted
        ? with(Counted.APPROVALS, at)
        : with(Counted.REJECTIONS, at).with(Counted.DENIALS, at);
  }

  Activity failed(Instant at) {
    return with(Counted.FAILURES, at);
  }

  Activity succeeded(Instant at) {
    return with(Counted.SUCCESSES, at);
  }

  /// Released dispatches within the last 60 minutes.
  long actionsWithinHour(Instant now) {
    return count(Counted.RELEASES, HOUR, now);
  }

  /// How often something happened within a stretch of up to [Count#WITHIN_MAX] that ends now.
  public long count(Counted what, Duration within, Instant now) {
    return of(what).count(within, now);
  }

  /// What the agent knows that makes this request.
  public SessionContext context(DispatchRequest request) {
    return exposure.context(request);
  }

  /// The counters by the names that invariants use.
  Map<String, Long> counters(Instant now) {
    var counters = new TreeMap<String, Long>();
    counters.put("actions_1h", count(Counted.RELEASES, HOUR, now));
    counters.put("actions_24h", count(Counted.RELEASES, DAY, now));
    counters.put("denials_24h", count(Counted.DENIALS, DAY, now));
    counters.put("failures_24h", count(Counted.FAILURES, DAY, now));
    return counters;
  }

  Fields encode() {
    Fields.Builder form = Fields.builder();
    counted.forEach((what, known) -> form.put(what.text(), known.encode()));
    return form.put("exposure", exposure.encode()).build();
  }

  /// What [#encode] wrote.
  static Activity decode(Fields form) {
    Map<Counted, Occurrences> counted = new EnumMap<>(Counted.class);
    form.members()
        .forEach((name, member) -> {
          if (!name.equals("exposure")) {
            counted.put(named(name), Occurrences.decode(ContractSnapshot.object(name, member)));
          }
        });
    return new Activity(counted, Exposure.decode(ContractSnapshot.object(form, "exposure")));
  }

  private static Counted named(String text) {
    return Arrays.stream(Counted.values())
        .filter(what -> what.text().equals(text))
        .findFirst()
        .orElseThrow(() -> new InvalidFieldException("activity", "counts no '" + text + "'"));
  }

  private Occurrences of(Counted what) {
    return counted.getOrDefault(what, Occurrences.NONE);
  }

  private Activity with(Counted what, Instant at) {
    Map<Counted, Occurrences> next = new EnumMap<>(Counted.class);
    next.putAll(counted);
    next.put(what, of(what).add(at));
    return new Activity(next, exposure);
  }

  private Activity exposed(Exposure next) {
    return next.equals(exposure) ? this : new Activity(counted, next);
  }
}
