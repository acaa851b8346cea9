package dev.salvaguarda.domain.message;

import org.jspecify.annotations.Nullable;

/**
 * A message as it is sent.
 *
 * @param subject one line
 * @param body plain text
 * @param calendar the same as an iCalendar object; null where it says nothing to calendars
 */
public record Rendered(String subject, String body, @Nullable String calendar) {

  /** What says nothing to calendars. */
  public Rendered(String subject, String body) {
    this(subject, body, null);
  }
}
