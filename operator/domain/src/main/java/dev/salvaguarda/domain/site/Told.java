package dev.salvaguarda.domain.site;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * A message that was told to everybody, in its frozen words.
 *
 * @param id the same for ever, and no other message's
 * @param subject what it speaks of: messages about the same have the same, such as a UID
 * @param message its kind, such as {@code IncidentConfirmed}
 * @param language of the words, a BCP 47 tag
 * @param title one line
 * @param text plain text, lines ended by {@code \n}
 * @param calendar what it says to calendars, an iCalendar object; empty if nothing
 * @param at when that happened which it tells
 */
public record Told(
    String id,
    String subject,
    String message,
    String language,
    String title,
    String text,
    String calendar,
    Instant at) {

  /** Its name in feeds, of a fixed form whatever the id is. */
  String urn() {
    return "urn:uuid:" + UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
  }

  Standing standing() {
    return Standing.after(message);
  }
}
