package dev.phaseledger.policy.cel;

import dev.cel.runtime.CelVariableResolver;

/// The variables that one evaluation reads, by name, in the form the evaluator computes with.
@FunctionalInterface
public interface Inputs extends CelVariableResolver {}
