package dev.phaseledger.api.append;

/// An append asserted a claim that an earlier append holds. Nothing was recorded.
public final class ClaimTakenException extends RuntimeException {

  private final Claim claim;
  private final long position;
  private final int count;
  private final boolean sameRequest;

  /// Names the claim and its holder.
  ///
  /// @param claim the claim that was asserted in vain
  /// @param position the first position of the append that holds it
  /// @param count how many entries that append has
  /// @param sameRequest whether the holder asserted it with the same digest
  public ClaimTakenException(Claim claim, long position, int count, boolean sameRequest) {
    super("claim " + claim.scope() + " '" + claim.key() + "' is held by position " + position);
    this.claim = claim;
    this.position = position;
    this.count = count;
    this.sameRequest = sameRequest;
  }

  public Claim claim() {
    return claim;
  }

  /// The first position of the append that holds the claim.
  public long position() {
    return position;
  }

  /// How many entries that append has, at consecutive positions.
  public int count() {
    return count;
  }

  /// Whether the holder asserted it with the same request digest, so that its result is this one's
  /// too.
  public boolean sameRequest() {
    return sameRequest;
  }
}
