/// What readers ask for, and the views they get.
@NullMarked
package dev.phaseledger.api.query;

import org.jspecify.annotations.NullMarked;
