@NullMarked
package dev.phaseledger.app.security;

import org.jspecify.annotations.NullMarked;
