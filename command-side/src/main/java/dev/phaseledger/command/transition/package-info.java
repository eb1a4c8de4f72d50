/// What may follow what: the transitions of a status as data, which deciders obey and documents are
/// drawn from. Public: [TransitionTable].
@NullMarked
package dev.phaseledger.command.transition;

import org.jspecify.annotations.NullMarked;
