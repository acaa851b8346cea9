/**
 * The BackupRun: one execution of a policy, from its due time to the snapshots it left. The spec is
 * written once; the status is the whole story of the run.
 */
@NullMarked
package dev.salvaguarda.api.run;

import org.jspecify.annotations.NullMarked;
