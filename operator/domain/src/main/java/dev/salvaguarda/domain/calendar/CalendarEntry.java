package dev.salvaguarda.domain.calendar;

import java.time.Instant;

/**
 * An entry of a calendar, or that there is none any more.
 *
 * @param uid by which calendars know it, for ever the same
 * @param sequence 0, and one more each time that something else was said
 * @param stamp when this was said
 * @param isCancelled whether it is to be taken out
 */
public record CalendarEntry(
    String uid, int sequence, Instant stamp, Instant start, Instant end, boolean isCancelled) {}
