/// Revocation paths at work: what happens under contracts is held against the paths in force, and
/// those that it sets off are taken and carried out.
@NullMarked
package dev.phaseledger.command.path;

import org.jspecify.annotations.NullMarked;
