/// Tests of how well governance works.
@NullMarked
package dev.phaseledger.query.health;

import org.jspecify.annotations.NullMarked;
