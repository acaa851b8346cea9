/**
 * Programs that are run beside the agent: what is started, and how it ended. Plain values, so that
 * a command line can be tested without starting anything.
 */
@NullMarked
package dev.salvaguarda.agent.program;

import org.jspecify.annotations.NullMarked;
