package dev.salvaguarda.domain.calendar;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * iCalendar objects (RFC 5545): of one entry, as it is sent by mail (RFC 5546, RFC 6047), and of
 * those that everybody may read. All times are in UTC, so they need no rules of zones.
 */
public final class CalendarText {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern METHOD = Pattern.compile("^METHOD:([A-Z]+)\r?$", Pattern.MULTILINE);

  private static final Pattern SEQUENCE =
      Pattern.compile("^SEQUENCE:([0-9]{1,9})\r?$", Pattern.MULTILINE);

  private static final Pattern EVENT =
      Pattern.compile("^BEGIN:VEVENT\r\n.*?^END:VEVENT\r\n", Pattern.MULTILINE | Pattern.DOTALL);

  private static final String END = "END:VCALENDAR\r\n";

  /** A calendar must hold something; this means nothing to anybody. */
  private static final List<String> NOTHING =
      List.of(
          "BEGIN:VTIMEZONE",
          "TZID:Etc/UTC",
          "BEGIN:STANDARD",
          "DTSTART:19700101T000000",
          "TZOFFSETFROM:+0000",
          "TZOFFSETTO:+0000",
          "END:STANDARD",
          "END:VTIMEZONE");

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
    return calendar(
        Stream.of(
            Stream.of("METHOD:" + (entry.isCancelled() ? "CANCEL" : "REQUEST")),
            event(
                entry,
                summary,
                description,
                "ORGANIZER" + who.formatted(""),
                // A request needs one who attends, and whoever gets it must not learn of the
                // others.
                "ATTENDEE" + who.formatted(";ROLE=NON-PARTICIPANT;RSVP=FALSE"))));
  }

  /**
   * An object that everybody may read: it is nobody's invitation, so it has no method and names no
   * address.
   *
   * @param summary one line
   * @param description plain text
   */
  public static String published(CalendarEntry entry, String summary, String description) {
    return calendar(Stream.of(event(entry, summary, description)));
  }

  /**
   * One object of the entries of many that everybody may read, in their order.
   *
   * @param all as {@link #published} makes them; others are left out
   */
  public static String together(List<String> all) {
    List<String> events =
        all.stream()
            .filter(text -> method(text).isEmpty())
            .map(EVENT::matcher)
            .filter(Matcher::find)
            .map(Matcher::group)
            .toList();
    return calendar(Stream.of(events.isEmpty() ? NOTHING.stream() : Stream.empty()))
        .replace(END, String.join("", events) + END);
  }

  private static String calendar(Stream<Stream<String>> content) {
    return Stream.concat(
            Stream.of("BEGIN:VCALENDAR", "PRODID:-//Salvaguarda//Maintenance//EN", "VERSION:2.0"),
            content.flatMap(Function.identity()))
        .map(CalendarText::folded)
        .collect(Collectors.joining("\r\n", "", "\r\n" + END));
  }

  private static Stream<String> event(
      CalendarEntry entry, String summary, String description, String... people) {
    return Stream.of(
            Stream.of(
                "BEGIN:VEVENT",
                "UID:" + escaped(entry.uid()),
                "DTSTAMP:" + time(entry.stamp()),
                "SEQUENCE:" + entry.sequence(),
                "DTSTART:" + time(entry.start()),
                "DTEND:" + time(entry.end()),
                "SUMMARY:" + escaped(summary),
                "DESCRIPTION:" + escaped(description)),
            Stream.of(people),
            Stream.of(
                "STATUS:" + (entry.isCancelled() ? "CANCELLED" : "CONFIRMED"),
                "TRANSP:TRANSPARENT",
                "END:VEVENT"))
        .flatMap(Function.identity());
  }

  /**
   * The method of an object, such as {@code REQUEST}, which a mail names once more; empty if it is
   * for everybody to read.
   */
  public static Optional<String> method(String text) {
    return Optional.of(METHOD.matcher(text)).filter(Matcher::find).map(found -> found.group(1));
  }

  /** How often the entry of an object had been changed; 0 if that is not said. */
  public static int sequence(String text) {
    Matcher found = SEQUENCE.matcher(text);
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
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
