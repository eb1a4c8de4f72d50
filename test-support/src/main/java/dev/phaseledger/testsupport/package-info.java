/// What tests of several modules share.
@NullMarked
package dev.phaseledger.testsupport;

import org.jspecify.annotations.NullMarked;
