/// What is recorded, sent to readers as it happens.
@NullMarked
package dev.phaseledger.query.live;

import org.jspecify.annotations.NullMarked;
