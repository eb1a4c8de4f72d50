/// How an append is fenced: guards, claims, and the listeners that fold the log in order.
@NullMarked
package dev.phaseledger.api.append;

import org.jspecify.annotations.NullMarked;
