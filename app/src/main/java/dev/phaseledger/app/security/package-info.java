/// Who calls: principals, their tokens, and what a caller without a token may do.
@NullMarked
package dev.phaseledger.app.security;

import org.jspecify.annotations.NullMarked;
