/**
 * How far the attempt is. Counters are read by a ticker and written by whoever works, without
 * locks.
 */
@NullMarked
package dev.salvaguarda.agent.progress;

import org.jspecify.annotations.NullMarked;
