/// Invariant maps: parse, check, compile, evaluate, test and digest.
///
/// Public: [InvariantMaps], [InvalidMapException], [CompiledMap], [MapReview], [MapTests],
/// [Coverage], [RecordedCase], [PolicySnapshot], [DecisionInput], [FactBook], [Evaluation],
/// [Explanation], [MapDiff]; for other kinds of documents [PolicyDocument], [Members],
/// [ExpressionSource], [Problems].
@NullMarked
package dev.phaseledger.policy;

import org.jspecify.annotations.NullMarked;
