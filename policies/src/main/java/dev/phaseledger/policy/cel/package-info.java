/// The environment `gov-cel/1`: what expressions may read and call, what they may cost, and how
/// they are checked and evaluated.
///
/// Public: [Environment], [Expression], [Inputs], [ExpressionException], [EvaluationException],
/// [FieldType], [Shape], [GovShapes], [JsonInputs], [StructView], [ListView], [MapView], [Path],
/// [InputErrors], [Durations], [ExpressionReview], [Suggestions].
@NullMarked
package dev.phaseledger.policy.cel;

import org.jspecify.annotations.NullMarked;
