package dev.phaseledger.policy;

import dev.phaseledger.policy.yaml.Place;
import java.util.List;
import java.util.Set;

/// What a map's own tests have seen of it. What they have not seen, they cannot hold anybody to.
///
/// @param invariants in declaration order
/// @param branches the operands of `&&`, `||` and `?:`, in the order in which they are written
public record Coverage(List<OfInvariant> invariants, List<OfBranch> branches) {

  public Coverage {
    invariants = List.copyOf(invariants);
    branches = List.copyOf(branches);
  }

  /// What can become of an invariant in a test.
  public enum State {
    HOLDS,
    VIOLATED,
    /// Its conditions, or what it is about, left the test out.
    SKIPPED,
    /// It would be violated, but a dated exemption covers it.
    EXEMPTED
  }

  /// What tests have seen of an invariant.
  ///
  /// @param possible what can become of it at all
  /// @param seen those of the possible ones that have become of it
  public record OfInvariant(String invariant, Set<State> possible, Set<State> seen) {
    public OfInvariant {
      possible = Set.copyOf(possible);
      seen = Set.copyOf(seen);
    }
  }

  /// What tests have seen of an operand.
  ///
  /// @param of whose expression it is in, for people
  /// @param at where in the map
  /// @param operand its words
  public record OfBranch(String of, Place at, String operand, boolean seenTrue, boolean seenFalse) {

    private int ways() {
      return (seenTrue ? 1 : 0) + (seenFalse ? 1 : 0);
    }
  }

  /// States that tests have seen.
  public int statesSeen() {
    return invariants.stream().mapToInt(each -> each.seen().size()).sum();
  }

  /// States that there are to be seen.
  public int states() {
    return invariants.stream().mapToInt(each -> each.possible().size()).sum();
  }

  /// Ways of operands that tests have seen.
  public int waysSeen() {
    return branches.stream().mapToInt(OfBranch::ways).sum();
  }

  /// Ways of operands that there are to be seen: two of each.
  public int ways() {
    return 2 * branches.size();
  }

  /// How much was seen of invariants, rounded down: 100 means everything.
  public int invariantPercent() {
    return percent(statesSeen(), states());
  }

  /// How much was seen of operands, rounded down: 100 means everything.
  public int branchPercent() {
    return percent(waysSeen(), ways());
  }

  private static int percent(int seen, int all) {
    return all == 0 ? 100 : 100 * seen / all;
  }
}
