/// What a contract demands of a dispatch's parameters, as JSON Schema.
///
/// Public: [ParameterSchema].
@NullMarked
package dev.phaseledger.policy.schema;

import org.jspecify.annotations.NullMarked;
