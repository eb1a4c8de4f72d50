@NullMarked
package dev.phaseledger.app.service;

import org.jspecify.annotations.NullMarked;
