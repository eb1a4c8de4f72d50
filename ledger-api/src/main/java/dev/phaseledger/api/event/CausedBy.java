package dev.phaseledger.api.event;

import java.util.OptionalLong;

/// What an automatic action answers.
///
/// @param path the revocation path, or the rule of the ladder, that demanded the action
/// @param signal the failure signal it answers; see [ContractEvent.FailureSignalled]
/// @param position position of the trigger's entry; empty if it is recorded in the same append
public record CausedBy(String path, String signal, OptionalLong position) {}
