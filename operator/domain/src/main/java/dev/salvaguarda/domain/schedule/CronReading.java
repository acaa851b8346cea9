package dev.salvaguarda.domain.schedule;

/** What became of reading a cron expression. */
public sealed interface CronReading {
  /** The expression is understood and comes due now and then. */
  record Understood(CronPattern pattern) implements CronReading {}

  /**
   * The expression is not understood, or never comes due.
   *
   * @param message a sentence that quotes the expression and says what is allowed
   */
  record Rejected(String message) implements CronReading {}
}
