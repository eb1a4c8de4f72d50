/// What a contract's scope covers: resources in one normal form, and the globs they are held
/// against.
///
/// Public: [ResourceScope], [Glob].
@NullMarked
package dev.phaseledger.policy.resource;

import org.jspecify.annotations.NullMarked;
