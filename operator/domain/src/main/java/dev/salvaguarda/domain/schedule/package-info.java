/**
 * When runs are due: cron patterns on the wall clock of a time zone, and what to do about ticks
 * that have come due, were missed, or wait behind another run. Everything is computed from values;
 * the same history and the same instant always give the same decision.
 */
@NullMarked
package dev.salvaguarda.domain.schedule;

import org.jspecify.annotations.NullMarked;
