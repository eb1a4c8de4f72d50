/// A contract's own stop condition: an expression over what the contract has used and shown.
///
/// Public: [StopCondition], [ConditionInput].
@NullMarked
package dev.phaseledger.policy.condition;

import org.jspecify.annotations.NullMarked;
