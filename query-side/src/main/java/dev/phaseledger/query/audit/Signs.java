package dev.phaseledger.query.audit;

import dev.phaseledger.api.query.EntryFilter.Sign;
import dev.phaseledger.api.query.HealthView;

/// What entries are signs of, as conditions of statements: whoever counts entries and whoever lists
/// them uses the same one, so a number and its entries cannot disagree.
public final class Signs {

  /// About `entries` beside `decided`, the dispatch that an entry of them has decided.
  private static final String UNASKED =
      """
      entries.verdict IN ('AUTHORIZED', 'CONSTRAINED') AND NOT decided.after_the_fact
      """;

  private static final String SIGNALLED =
      """
      AND EXISTS (
        SELECT FROM projection.signals AS signals
        WHERE signals.tenant = decided.tenant AND signals.dispatch_id = decided.dispatch_id
      )
      """;

  /// The request before in the run was vetoed at once, or something of it that happened before this
  /// one is a failure, a later veto or a rejection.
  private static final String REPLAN =
      """
      entries.run IS NOT NULL AND EXISTS (
        SELECT FROM (
          SELECT earlier.verdict, earlier.dispatch_id FROM projection.entries AS earlier
          WHERE earlier.tenant = entries.tenant AND earlier.run = entries.run
            AND earlier.position < entries.position
          ORDER BY earlier.position DESC
          LIMIT 1
        ) AS before
        WHERE before.verdict = 'VETOED'
          OR EXISTS (
            SELECT FROM projection.trail AS trail
            JOIN projection.mishaps AS mishaps
              ON mishaps.tenant = trail.tenant AND mishaps.position = trail.position
            WHERE trail.tenant = entries.tenant AND trail.dispatch_id = before.dispatch_id
              AND trail.position < entries.position
          )
          OR EXISTS (
            SELECT FROM projection.approvals AS approvals
            WHERE approvals.tenant = entries.tenant AND approvals.dispatch_id = before.dispatch_id
              AND approvals.position < entries.position AND NOT approvals.granted
          )
      )
      """;

  private static final String DECIDED =
      """
      AND entries.type = 'dispatch.decided' AND EXISTS (
        SELECT FROM projection.dispatches AS decided
        WHERE decided.tenant = entries.tenant AND decided.decided_position = entries.position
          AND \
      """;

  private Signs() {}

  /// A condition to add to a statement over `entries`.
  static String of(Sign sign) {
    return switch (sign) {
      case FACTS_READ, STALE_FACTS -> "AND " + condition(sign) + "\n";
      case UNASKED, INCIDENT, IN_RUN, REPLAN, AFTER_THE_FACT -> DECIDED + condition(sign) + ")\n";
    };
  }

  /// The condition in a statement over `entries`, joined with the dispatches that they have
  /// `decided` for all but those about facts.
  public static String condition(Sign sign) {
    return switch (sign) {
      case UNASKED -> UNASKED;
      case INCIDENT -> UNASKED + SIGNALLED;
      case IN_RUN -> "entries.run IS NOT NULL";
      case REPLAN -> REPLAN;
      case FACTS_READ -> "entries.oldest_fact_ms IS NOT NULL";
      case STALE_FACTS -> "entries.oldest_fact_ms > " + HealthView.FACT_AGE_MAX.toMillis();
      case AFTER_THE_FACT -> "decided.after_the_fact";
    };
  }
}
