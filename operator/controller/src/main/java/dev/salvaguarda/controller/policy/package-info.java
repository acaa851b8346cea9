/**
 * The BackupPolicy: starts the runs that are due, records those that were missed, and reports
 * whether the policy's promise is being kept. Finished runs beyond the history limits are deleted
 * here; archives never are.
 */
@NullMarked
package dev.salvaguarda.controller.policy;

import org.jspecify.annotations.NullMarked;
