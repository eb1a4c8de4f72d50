/// What all reads share: who may read, how pages continue, how fresh an answer is, its wire form.
@NullMarked
package dev.phaseledger.query.reading;

import org.jspecify.annotations.NullMarked;
