/// The page where recorded decisions are made again and compared.
@NullMarked
package dev.phaseledger.console.replay;

import org.jspecify.annotations.NullMarked;
