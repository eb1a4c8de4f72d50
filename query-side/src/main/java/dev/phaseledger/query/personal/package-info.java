/// Opening personal values for those who may see them.
@NullMarked
package dev.phaseledger.query.personal;

import org.jspecify.annotations.NullMarked;
