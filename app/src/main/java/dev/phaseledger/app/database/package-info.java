/// Where the service keeps its data: the data directory and the PostgreSQL server that may live in
/// it.
@NullMarked
package dev.phaseledger.app.database;

import org.jspecify.annotations.NullMarked;
