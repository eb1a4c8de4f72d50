package dev.phaseledger.console.page;

import dev.phaseledger.api.event.ContractTerms.StoppingConditions;
import dev.phaseledger.api.query.ContractView;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much of one of a contract's limits is used.
///
/// @param width how much is used, as a percentage of the limit
/// @param left what is left, in words
public record Budget(
    String name, String used, String limit, String left, String width, String tone) {

  /// From this share of a limit on, its bar warns.
  private static final double WARN_SHARE = 0.8;

  /// Decimal places of the currency in which costs are counted.
  private static final int COST_PLACES = 6;

  /// The limits of a contract that are counted. Those on rates and on lengths of silence are told
  /// among its terms.
  public static List<Budget> of(ContractView contract, Instant now) {
    StoppingConditions stopping = contract.terms().stopping();
    List<Budget> budgets = new ArrayList<>();
    stopping
        .actionsMax()
        .ifPresent(max ->
            budgets.add(
                counted(
                    "Released actions",
                    contract.released(),
                    max,
                    Long.toString(contract.released()),
                    Long.toString(max),
                    Math.max(0, max - contract.released()) + " left")));
    stopping
        .costMicrosMax()
        .ifPresent(max ->
            budgets.add(
                counted(
                    "Cost",
                    contract.spentMicros(),
                    max,
                    cost(contract.spentMicros()),
                    cost(max),
                    cost(Math.max(0, max - contract.spentMicros())) + " left")));
    budgets.add(
        counted(
            "Open dispatches",
            contract.open(),
            contract.terms().openDispatchesMax(),
            Long.toString(contract.open()),
            Integer.toString(contract.terms().openDispatchesMax()),
            Math.max(0, contract.terms().openDispatchesMax() - contract.open()) + " left"));
    budgets.add(time(stopping, now));
    return budgets;
  }

  private static Budget time(StoppingConditions stopping, Instant now) {
    Duration all = Duration.between(stopping.notBefore(), stopping.expiresAt());
    Duration gone = Duration.between(stopping.notBefore(), now);
    Duration left = Duration.between(now, stopping.expiresAt());
    return counted(
        "Time",
        Math.max(0, gone.toSeconds()),
        Math.max(1, all.toSeconds()),
        gone.isNegative() ? "not begun" : Age.of(gone),
        Age.of(all),
        left.isNegative() || left.isZero() ? "over" : Age.of(left) + " left");
  }

  private static Budget counted(
      String name, long used, long max, String shownUsed, String shownMax, String left) {
    double share = max == 0 ? 1.0 : Math.min(1.0, (double) used / max);
    String tone = share >= 1.0 ? "bad" : share >= WARN_SHARE ? "waiting" : "good";
    return new Budget(
        name, shownUsed, shownMax, left, String.format(Locale.ROOT, "%.1f", 100.0 * share), tone);
  }

  /// An amount in the tenant's currency.
  public static String cost(long micros) {
    BigDecimal cost = BigDecimal.valueOf(micros, COST_PLACES).stripTrailingZeros();
    return cost.scale() < 0 ? cost.setScale(0).toPlainString() : cost.toPlainString();
  }
}
