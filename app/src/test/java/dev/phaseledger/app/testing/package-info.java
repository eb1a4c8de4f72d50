/// What tests of the whole service share.
@NullMarked
package dev.phaseledger.app.testing;

import org.jspecify.annotations.NullMarked;
