/**
 * Cron expressions read with cron-utils. Only its parser is used: what a pattern means on a clock
 * that changes to summer time is ours, in the domain.
 */
@NullMarked
package dev.salvaguarda.controller.adapter.cron;

import org.jspecify.annotations.NullMarked;
