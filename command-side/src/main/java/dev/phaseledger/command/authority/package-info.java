/// What is in force now: agents' authority and the policy snapshot, folded from the log and guarded
/// at append.
@NullMarked
package dev.phaseledger.command.authority;

import org.jspecify.annotations.NullMarked;
