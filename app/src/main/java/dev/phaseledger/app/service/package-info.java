/// The composition root of the service: every part is wired here, by hand.
@NullMarked
package dev.phaseledger.app.service;

import org.jspecify.annotations.NullMarked;
