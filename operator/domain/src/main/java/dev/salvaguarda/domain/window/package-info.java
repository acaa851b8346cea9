/** The life of a maintenance window: where it stands, how often it was moved, what became due. */
@NullMarked
package dev.salvaguarda.domain.window;

import org.jspecify.annotations.NullMarked;
