/// Evidence packs: part of a tenant's log as one zip that proves offline that nothing in its range
/// is missing, with what people and their tools read beside it.
@NullMarked
package dev.phaseledger.query.pack;

import org.jspecify.annotations.NullMarked;
