/**
 * Takes the records of snapshots out of a repository that their policies no longer keep. What they
 * alone needed is left to a prune.
 */
@NullMarked
package dev.salvaguarda.agent.retention;

import org.jspecify.annotations.NullMarked;
