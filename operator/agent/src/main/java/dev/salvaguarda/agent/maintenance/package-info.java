/**
 * Looks after a repository: takes out what nothing needs any more, with stock restic, and sees that
 * all is there that the snapshots need.
 */
@NullMarked
package dev.salvaguarda.agent.maintenance;

import org.jspecify.annotations.NullMarked;
