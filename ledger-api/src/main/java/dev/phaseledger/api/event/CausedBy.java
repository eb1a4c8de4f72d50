package dev.phaseledger.api.event;

import java.util.OptionalLong;

/// What an automatic action answers.
///
/// @param path the revocation path, or the rule of the ladder, that demanded the action
/// @param signal the failure signal it answers, see [ContractEvent.FailureSignalled]; the empty
///   text if it answers none, as a rule of the ladder
/// @param position position of the trigger's entry, or of the last entry that the rule has read of;
///   empty if the trigger is recorded in the same append
public record CausedBy(String path, String signal, OptionalLong position) {}
