/**
 * Doubts about a copy that is technically sound: too small, or much smaller than the one before. A
 * doubt never removes the copy; it makes the run Degraded, so that a person looks.
 */
@NullMarked
package dev.salvaguarda.domain.guard;

import org.jspecify.annotations.NullMarked;
