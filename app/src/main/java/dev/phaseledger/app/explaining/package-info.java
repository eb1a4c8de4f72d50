/// Explains verdicts: folds what is recorded up to one, and takes apart what invariants said.
///
/// Public: [ExplainingConfiguration].
@NullMarked
package dev.phaseledger.app.explaining;

import org.jspecify.annotations.NullMarked;
