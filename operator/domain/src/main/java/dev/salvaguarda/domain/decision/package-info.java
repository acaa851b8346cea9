/** What people decide, of whatever kind, and what has to be said because of that. */
@NullMarked
package dev.salvaguarda.domain.decision;

import org.jspecify.annotations.NullMarked;
