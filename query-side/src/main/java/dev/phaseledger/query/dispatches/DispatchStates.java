package dev.phaseledger.query.dispatches;

import java.util.Arrays;
import java.util.List;

/// The states that dispatches can be in, by name.
public final class DispatchStates {

  /// All of them.
  public static final List<String> NAMES =
      Arrays.stream(DispatchState.values()).map(Enum::name).toList();

  private DispatchStates() {}
}
