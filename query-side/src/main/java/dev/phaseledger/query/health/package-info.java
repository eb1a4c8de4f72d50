/// How well governance works: shares of what was judged within a time, each with its entries.
@NullMarked
package dev.phaseledger.query.health;

import org.jspecify.annotations.NullMarked;
