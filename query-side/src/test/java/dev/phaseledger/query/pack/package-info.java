/// Tests of evidence packs.
@NullMarked
package dev.phaseledger.query.pack;

import org.jspecify.annotations.NullMarked;
