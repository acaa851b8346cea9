package dev.salvaguarda.controller.port;

import dev.salvaguarda.domain.schedule.CronReading;

/**
 * Reads cron expressions of exactly five fields: minute, hour, day of month, month, day of week.
 */
public interface CronReader {
  /** The pattern, or a sentence for a person that says what is wrong and what is allowed. */
  CronReading read(String expression);
}
