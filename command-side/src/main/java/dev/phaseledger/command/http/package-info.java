/// What all write endpoints share: the envelope of a request and the forms they have in common.
@NullMarked
package dev.phaseledger.command.http;

import org.jspecify.annotations.NullMarked;
