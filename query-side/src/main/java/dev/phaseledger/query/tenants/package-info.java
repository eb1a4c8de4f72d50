/// What holds for a whole tenant: its ladder, and whether it is halted.
@NullMarked
package dev.phaseledger.query.tenants;

import org.jspecify.annotations.NullMarked;
