package dev.salvaguarda.domain.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An iCalendar object of one entry, as it is sent by mail (RFC 5545, RFC 5546, RFC 6047). All times
 * are in UTC, so it needs no rules of zones.
 */
public final class CalendarText {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern METHOD = Pattern.compile("^METHOD:([A-Z]+)\r?$", Pattern.MULTILINE);

  /** In octets, the end of the line aside. */
  private static final int LONGEST_LINE = 75;

  private CalendarText() {}

  /**
   * Whose calendar entry it is.
   *
   * @param name as people know it
   * @param address of e-mail, from which it is sent: programs believe no other
   */
  public record Organizer(String name, String address) {}

  /**
   * The whole object, its lines folded and ended as they are on the wire.
   *
   * @param summary one line
   * @param description plain text
   */
  public static String of(
      CalendarEntry entry, Organizer organizer, String summary, String description) {
    String who = ";CN=" + quoted(organizer.name()) + "%s:mailto:" + organizer.address();
    return Stream.of(
            "BEGIN:VCALENDAR",
            "PRODID:-//Salvaguarda//Maintenance//EN",
            "VERSION:2.0",
            "METHOD:" + (entry.isCancelled() ? "CANCEL" : "REQUEST"),
            "BEGIN:VEVENT",
            "UID:" + escaped(entry.uid()),
            "DTSTAMP:" + time(entry.stamp()),
            "SEQUENCE:" + entry.sequence(),
            "DTSTART:" + time(entry.start()),
            "DTEND:" + time(entry.end()),
            "SUMMARY:" + escaped(summary),
            "DESCRIPTION:" + escaped(description),
            "ORGANIZER" + who.formatted(""),
            // A request needs one who attends, and whoever gets it must not learn of the others.
            "ATTENDEE" + who.formatted(";ROLE=NON-PARTICIPANT;RSVP=FALSE"),
            "STATUS:" + (entry.isCancelled() ? "CANCELLED" : "CONFIRMED"),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR")
        .map(CalendarText::folded)
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  /** The method of an object, such as {@code REQUEST}, which a mail names once more. */
  public static String method(String text) {
    Matcher found = METHOD.matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException("an iCalendar object without a method");
    }
    return found.group(1);
  }

  private static String time(Instant at) {
    return UTC.format(at);
  }

  private static String quoted(String text) {
    return '"' + text.replaceAll("[\"\\p{Cntrl}]+", " ").strip() + '"';
  }

  private static String escaped(String text) {
    return text.replace("\r\n", "\n")
        .replaceAll("[\\p{Cntrl}&&[^\n]]", " ")
        .replace("\\", "\\\\")
        .replace(";", "\\;")
        .replace(",", "\\,")
        .replace("\n", "\\n");
  }

  /** No character is cut in two; the blank before what follows counts. */
  private static String folded(String line) {
    StringBuilder text = new StringBuilder();
    int width = 0;
    for (int character : line.codePoints().toArray()) {
      String one = Character.toString(character);
      int octets = one.getBytes(StandardCharsets.UTF_8).length;
      if (width + octets > LONGEST_LINE) {
        text.append("\r\n ");
        width = 1;
      }
      text.append(one);
      width += octets;
    }
    return text.toString();
  }
}
