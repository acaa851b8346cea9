package dev.salvaguarda.domain.message;

import dev.salvaguarda.domain.quantity.SizeText;
import java.io.IOException;
import java.io.Reader;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How facts are worded in one language. What the JDK knows of a locale is not used, abbreviations
 * of time zones aside: a Java runtime that was made small has none of it, and the text would
 * change.
 */
final class Language {
  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");
  private static final DateTimeFormatter OFFSET = DateTimeFormatter.ofPattern("xxx", Locale.ROOT);

  private final String tag;
  private final Properties words = new Properties();
  private final DateTimeFormatter moment;
  private final DateTimeFormatter day;
  private final DateTimeFormatter time;

  Language(String tag, Reader list) throws IOException {
    this.tag = tag;
    words.load(list);
    this.moment = DateTimeFormatter.ofPattern(own("form.moment"), Locale.ROOT);
    this.day = DateTimeFormatter.ofPattern(own("form.day"), Locale.ROOT);
    this.time = DateTimeFormatter.ofPattern(own("form.time"), Locale.ROOT);
  }

  /** Its BCP 47 tag. */
  String tag() {
    return tag;
  }

  /** Whether it has words of its own for this key. */
  boolean knows(String key) {
    return words.containsKey(key);
  }

  /** The fact in one line; empty if there is nothing to tell. */
  String say(Fact fact, ZoneId zone) {
    return switch (fact) {
      case Fact.Words(String text) -> PlainText.ofValue(text);
      case Fact.Phrase phrase -> phrase(phrase, zone);
      case Fact.Size(long bytes) -> SizeText.of(bytes).replace(".", own("form.decimal"));
      case Fact.Span(Duration duration) -> span(duration);
      case Fact.Moment(Instant instant) -> moment(instant.atZone(zone));
      case Fact.Window(Instant start, Instant end) -> window(start.atZone(zone), end.atZone(zone));
      case Fact.InZone(ZoneId own, Fact inner) -> say(inner, own);
      case Fact.Day(LocalDate date) -> day.format(date);
      case Fact.Count(long number) ->
          String.format(Locale.ROOT, "%,d", number).replace(",", own("form.group"));
      case Fact.Command(Fact text) -> say(text, zone);
      case Fact.Rows(List<List<Fact>> lines) ->
          lines.stream().map(line -> row(line, zone)).collect(Collectors.joining("; "));
    };
  }

  /** The facts of a line, one after the other. */
  String row(List<Fact> line, ZoneId zone) {
    return line.stream()
        .map(fact -> say(fact, zone))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private String phrase(Fact.Phrase phrase, ZoneId zone) {
    String key = phrase.key();
    String words = found(key);
    if (words == null) {
      words = found(key.substring(0, key.indexOf('.') + 1) + "other");
    }
    if (words == null) {
      return "";
    }
    return PLACE
        .matcher(words)
        .replaceAll(place -> {
          int at = Integer.parseInt(place.group(1));
          return Matcher.quoteReplacement(
              at < phrase.values().size() ? say(phrase.values().get(at), zone) : "");
        });
  }

  private @Nullable String found(String key) {
    return words.getProperty(key);
  }

  private String own(String key) {
    String word = words.getProperty(key);
    if (word == null) {
      throw new IllegalStateException("the words of %s lack %s".formatted(tag, key));
    }
    return word;
  }

  /** The two largest units, such as {@code 3 min 20 s}. */
  private String span(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3600) {
      return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    if (duration.toDays() < 1) {
      return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
    }
    return two(duration.toDays(), "d", duration.toHoursPart(), "h");
  }

  private static String two(long large, String unit, int small, String smallUnit) {
    String head = large + " " + unit;
    return small == 0 ? head : head + " " + small + " " + smallUnit;
  }

  /**
   * Such as {@code no dia 27/11/2026, das 20:00 às 22:00 BRT (UTC-03:00)}; the zone stands at both
   * times if they have not the same offset.
   */
  private String window(ZonedDateTime start, ZonedDateTime end) {
    boolean isOneDay = start.toLocalDate().equals(end.toLocalDate());
    String from = time.format(start);
    return phrase(
        new Fact.Phrase(
            isOneDay ? "window.oneDay" : "window.days",
            new Fact.Day(start.toLocalDate()),
            new Fact.Words(start.getOffset().equals(end.getOffset()) ? from : in(start, from)),
            new Fact.Day(end.toLocalDate()),
            new Fact.Words(in(end, time.format(end)))),
        start.getZone());
  }

  private String moment(ZonedDateTime time) {
    return in(time, moment.format(time));
  }

  /** Such as {@code 27/11/2026 22:00 BRT (UTC-03:00)}; without a name if the zone has none. */
  private static String in(ZonedDateTime time, String at) {
    String offset = OFFSET.format(time);
    String name = abbreviation(time);
    if (name.equals("UTC")) {
      return at + " UTC";
    }
    return name.isEmpty() ? at + " (UTC" + offset + ")" : at + " " + name + " (UTC" + offset + ")";
  }

  /** Brazil's zones have names in Portuguese alone, many others have one in every language. */
  private static String abbreviation(ZonedDateTime time) {
    String name = DateTimeFormatter.ofPattern("zzz", Locale.forLanguageTag("pt-BR")).format(time);
    return name.matches("[A-Z]{3,5}") ? name : "";
  }
}
