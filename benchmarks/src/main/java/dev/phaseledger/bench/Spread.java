package dev.phaseledger.bench;

import java.util.Arrays;
import java.util.List;

/// One figure over several rounds.
///
/// @param median of an even number of rounds the mean of the middle two
/// @param rounds one value per round, in the order of rounds: shows whether they drift
public record Spread(double median, double min, double max, List<Double> rounds) {

  public Spread {
    rounds = List.copyOf(rounds);
  }

  /// The spread of one value per round.
  ///
  /// @throws IllegalArgumentException if there are none, or one is not finite
  public static Spread of(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0 || Arrays.stream(sorted).anyMatch(value -> !Double.isFinite(value))) {
      throw new IllegalArgumentException("needs finite values: " + values);
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1], values);
  }
}
