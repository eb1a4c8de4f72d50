/// What all endpoints share: strict JSON, limits, and problems (RFC 9457) for everything that
/// fails.
@NullMarked
package dev.phaseledger.app.web;

import org.jspecify.annotations.NullMarked;
