/**
 * What is called before and after the work of a run: in which order, how often, and what follows
 * from it. Knows nothing of what a call is.
 */
@NullMarked
package dev.salvaguarda.domain.hook;

import org.jspecify.annotations.NullMarked;
