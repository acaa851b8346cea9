/** The life of an incident: where it stands, whose decision is awaited, and what is to be said. */
@NullMarked
package dev.salvaguarda.domain.incident;

import org.jspecify.annotations.NullMarked;
