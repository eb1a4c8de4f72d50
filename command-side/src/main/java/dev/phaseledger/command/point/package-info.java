/// Holds invariants against what happens beside dispatches: answers, phases, outcomes, contracts,
/// promotions and publications.
///
/// Each class takes what a decider has decided and either lets it go ahead, with what the
/// invariants said on record before it, or puts a refusal in its place. Where no map in force asks
/// at a point, the decision is handed on as it is.
@NullMarked
package dev.phaseledger.command.point;

import org.jspecify.annotations.NullMarked;
