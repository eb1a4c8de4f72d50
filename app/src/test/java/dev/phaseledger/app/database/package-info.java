@NullMarked
package dev.phaseledger.app.database;

import org.jspecify.annotations.NullMarked;
