/// What a tenant is governed by: publishing maps and the ladder, halting and resuming.
@NullMarked
package dev.phaseledger.command.policy;

import org.jspecify.annotations.NullMarked;
