/** What all restoring is done with: where to read, how to time, what to ask, when to stop. */
@NullMarked
package dev.salvaguarda.agent.restore.work;

import org.jspecify.annotations.NullMarked;
