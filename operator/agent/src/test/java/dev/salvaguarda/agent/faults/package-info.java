/** Guests of a simulated host, copied and tried while things go wrong at random moments. */
@NullMarked
package dev.salvaguarda.agent.faults;

import org.jspecify.annotations.NullMarked;
