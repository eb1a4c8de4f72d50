/// How the log is folded into tables: one processor, one transaction per batch, exactly once.
@NullMarked
package dev.phaseledger.query.projection;

import org.jspecify.annotations.NullMarked;
