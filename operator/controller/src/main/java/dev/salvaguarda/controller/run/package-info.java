/**
 * Executes BackupRuns: gathers what is seen of a run, lets the domain decide, starts and stops
 * workers, and reports. Each attempt is one Job with a name that follows from run and attempt.
 */
@NullMarked
package dev.salvaguarda.controller.run;

import org.jspecify.annotations.NullMarked;
