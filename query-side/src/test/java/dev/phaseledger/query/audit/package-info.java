@NullMarked
package dev.phaseledger.query.audit;

import org.jspecify.annotations.NullMarked;
