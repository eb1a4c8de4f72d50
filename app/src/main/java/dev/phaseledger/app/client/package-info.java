/// A client of the service's HTTP interface, for the command line and the importer.
@NullMarked
package dev.phaseledger.app.client;

import org.jspecify.annotations.NullMarked;
