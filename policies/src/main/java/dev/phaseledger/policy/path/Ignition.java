package dev.phaseledger.policy.path;

import dev.phaseledger.policy.cel.Durations;
import dev.phaseledger.policy.path.Observation.About;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether one observation sets off a path, and why.
final class Ignition {

  private static final BigInteger WHOLE = BigInteger.valueOf(100);

  private final Observation observation;
  private final About about;
  private final WindowCounts counts;

  Ignition(Observation observation, WindowCounts counts) {
    this.observation = observation;
    this.about = observation.about();
    this.counts = counts;
  }

  Optional<Firing> firing(RevocationPath path) {
    if (!path.where().holds(about)) {
      return Optional.empty();
    }
    return subject(path.on())
        .flatMap(subject -> {
          Optional<Instant> last = counts.lastFired(path.id(), subject);
          if (rests(path, last)) {
            return Optional.empty();
          }
          return reason(path, subject, last)
              .map(reason ->
                  new Firing(
                      path.id(),
                      subject,
                      path.affects(),
                      path.actions(),
                      "Path '%s' fired on %s: %s.".formatted(path.id(), path.on().name(), reason)));
        });
  }

  /// Whom the path rests and counts for; nobody if it counts by contract where there is none.
  private Optional<Subject> subject(Trigger on) {
    Optional<Subject> contract = about.contract().map(Subject.OfContract::new);
    Subject agent = new Subject.OfAgent(about.agent());
    if (on instanceof Trigger.Counted counted) {
      return switch (counted.of()) {
        case AGENT -> Optional.of(agent);
        case CONTRACT -> contract;
      };
    }
    return contract.or(() -> Optional.of(agent));
  }

  private boolean rests(RevocationPath path, Optional<Instant> last) {
    return path.coolDown().isPresent()
        && last.isPresent()
        && about.at().isBefore(last.get().plus(path.coolDown().get()));
  }

  private Optional<String> reason(RevocationPath path, Subject subject, Optional<Instant> last) {
    return switch (path.on()) {
      case Trigger.Manual _ ->
          observation instanceof Observation.Manual manual && manual.path().equals(path.id())
              ? Optional.of("an operator named it for " + subject.described())
              : Optional.empty();
      case Trigger.Breach on ->
          observation instanceof Observation.Breach breach
                  && Where.admits(on.kinds(), about.kind())
                  && Where.admits(on.clauses(), breach.clause())
              ? Optional.of(
                  "%s broke the clause '%s' of %s (%s)"
                      .formatted(agent(), breach.clause(), place(), about.kind()))
              : Optional.empty();
      case Trigger.Failures on ->
          observation instanceof Observation.Failure
              ? reached(on, new Subjected(subject, "failures", counts::failures), last)
              : Optional.empty();
      case Trigger.Vetoes on ->
          observation instanceof Observation.Veto
              ? reached(on, new Subjected(subject, "vetoes", counts::vetoes), last)
              : Optional.empty();
      case Trigger.EvidenceFailed on ->
          observation instanceof Observation.FailedEvidence
                  && Where.admits(on.kinds(), about.kind())
              ? Optional.of(
                  "evidence of kind '%s' of %s did not pass".formatted(about.kind(), place()))
              : Optional.empty();
      case Trigger.HeartbeatStale _ ->
          observation instanceof Observation.StaleHeartbeat
              ? Optional.of("the heartbeat of %s is overdue".formatted(place()))
              : Optional.empty();
      case Trigger.Signal on ->
          observation instanceof Observation.Signalled signal
              ? signalled(on, signal)
              : Optional.empty();
      case Trigger.BudgetOverrun on ->
          observation instanceof Observation.Overrun overrun
              ? overrun(on, overrun)
              : Optional.empty();
    };
  }

  /// What is counted for whom.
  private record Subjected(Subject subject, String what, Counter counter) {}

  private interface Counter {
    long count(Subject of, Duration within);
  }

  private Optional<String> reached(Trigger.Counted on, Subjected counted, Optional<Instant> last) {
    Duration window = on.within();
    String since = "";
    if (last.isPresent() && last.get().plus(window).isAfter(about.at())) {
      window = Duration.between(last.get(), about.at());
      since = " and since it fired at " + last.get();
    }
    if (!window.isPositive()) {
      return Optional.empty();
    }
    long count = counted.counter().count(counted.subject(), window);
    if (count < on.count()) {
      return Optional.empty();
    }
    return Optional.of(
        "%s has %d %s within %s%s, and %d are enough"
            .formatted(
                counted.subject().described(),
                count,
                counted.what(),
                Durations.text(on.within()),
                since,
                on.count()));
  }

  private Optional<String> signalled(Trigger.Signal on, Observation.Signalled signal) {
    if (!Where.admits(on.detectors(), signal.detector())
        || about.severity().compareTo(on.severity()) < 0
        || !Where.admits(on.kinds(), about.kind())) {
      return Optional.empty();
    }
    return Optional.of(
        "'%s' was signalled of %s with severity %s, and %s is enough"
            .formatted(about.kind(), place(), about.severity(), on.severity()));
  }

  private Optional<String> overrun(Trigger.BudgetOverrun on, Observation.Overrun overrun) {
    BigInteger reported = BigInteger.valueOf(overrun.reportedMicros()).multiply(WHOLE);
    BigInteger allowed =
        BigInteger.valueOf(overrun.authorizedMicros()).multiply(BigInteger.valueOf(on.percent()));
    if (reported.compareTo(allowed) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        "%s reported a cost of %d micros under %s, more than %d %% of the %d authorized"
            .formatted(
                agent(),
                overrun.reportedMicros(),
                place(),
                on.percent(),
                overrun.authorizedMicros()));
  }

  private String agent() {
    return "agent " + about.agent();
  }

  private String place() {
    return about.contract().map(contract -> "contract " + contract).orElseGet(this::agent);
  }
}
