package dev.salvaguarda.domain.message;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/** A value that a message tells, not yet in the words of a language. */
public sealed interface Fact {

  /** Words that are told as they are: a name, a sentence of the operator. */
  record Words(String text) implements Fact {}

  /**
   * Words that each language has of its own, such as {@code reason.SourceUnreachable}.
   *
   * @param key in the languages' lists of words; one that they don't know is told by the word
   *     {@code other} of its group, or not at all if there is none
   * @param values put in the places {@code {0}}, {@code {1}} and so on
   */
  record Phrase(String key, List<Fact> values) implements Fact {
    public Phrase {
      values = List.copyOf(values);
    }

    public Phrase(String key, Fact... values) {
      this(key, List.of(values));
    }
  }

  /** A number of bytes, told with a binary unit. */
  record Size(long bytes) implements Fact {}

  /** How long something took; never negative. */
  record Span(Duration duration) implements Fact {}

  /** When something was or will be, told in the organisation's zone with its offset. */
  record Moment(Instant instant) implements Fact {}

  /** From when until when, as a part of a sentence; told like a moment, each day once. */
  record Window(Instant start, Instant end) implements Fact {}

  /** Another fact, told in a zone of its own. */
  record InZone(ZoneId zone, Fact fact) implements Fact {}

  /** A day of the calendar. */
  record Day(LocalDate date) implements Fact {}

  /** How many. */
  record Count(long number) implements Fact {}

  /** A command to be copied; it gets a line of its own. */
  record Command(Fact text) implements Fact {}

  /**
   * One line for each of several things, such as targets; the facts of a line are told one after
   * the other. Empty means that there is nothing to list.
   */
  record Rows(List<List<Fact>> lines) implements Fact {
    public Rows {
      lines = lines.stream().map(List::copyOf).toList();
    }

    /** One fact a line. */
    public static Rows of(List<? extends Fact> lines) {
      return new Rows(lines.stream().map(line -> List.<Fact>of(line)).toList());
    }
  }
}
