package dev.phaseledger.command.path;

import dev.phaseledger.api.TenantId;
import dev.phaseledger.api.append.LedgerReader;
import dev.phaseledger.api.append.RecordedEvent;
import dev.phaseledger.api.query.LedgerQuery.CountMishaps;
import dev.phaseledger.api.query.LedgerQuery.FindLastTrigger;
import dev.phaseledger.api.query.LedgerQuery.MishapKind;
import dev.phaseledger.api.query.LedgerQuery.Whose;
import dev.phaseledger.policy.path.Subject;
import dev.phaseledger.policy.path.WindowCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Counts what the views hold, up to one entry. They are asked only if a path wants to know, and
/// only once they reflect all that this node knows of: the path may have been taken a moment ago.
final class RecordedCounts implements WindowCounts {

  private final PathViews views;
  private final LedgerReader log;
  private final Bound bound;
  private boolean awaited;

  /// The observation that counting ends with.
  ///
  /// @param position its entry, or a later position if it is not recorded
  record Bound(TenantId tenant, long position, Instant at) {}

  RecordedCounts(PathViews views, LedgerReader log, Bound bound) {
    this.views = views;
    this.log = log;
    this.bound = bound;
  }

  @Override
  public long failures(Subject of, Duration within) {
    return count(MishapKind.FAILURE, of, within);
  }

  @Override
  public long vetoes(Subject of, Duration within) {
    return count(MishapKind.VETO, of, within);
  }

  @Override
  public Optional<Instant> lastFired(String path, Subject of) {
    await();
    return views
        .find(new FindLastTrigger(bound.tenant(), path, whose(of), bound.position()), Long.class)
        .flatMap(position -> log.read(position, 1).stream().findFirst())
        .map(RecordedEvent::time);
  }

  private long count(MishapKind kind, Subject of, Duration within) {
    await();
    return views.ask(
        new CountMishaps(
            bound.tenant(), kind, whose(of), bound.at().minus(within), bound.position()),
        Long.class);
  }

  private void await() {
    if (!awaited) {
      views.awaitAll(bound.tenant());
      awaited = true;
    }
  }

  private static Whose whose(Subject subject) {
    return switch (subject) {
      case Subject.OfAgent(var agent) -> new Whose.OfAgent(agent);
      case Subject.OfContract(var contract) -> new Whose.OfContract(contract);
    };
  }
}
