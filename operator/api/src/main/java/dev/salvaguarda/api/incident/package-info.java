/** Incidents: what was reported, what people decided about it, and what was said. */
@NullMarked
package dev.salvaguarda.api.incident;

import org.jspecify.annotations.NullMarked;
