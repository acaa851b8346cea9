package dev.salvaguarda.domain.message;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A value that a message tells, not yet in the words of a language. */
public sealed interface Fact {

  /** Words that are told as they are: a name, a command, a sentence of the operator. */
  record Words(String text) implements Fact {}

  /** A number of bytes, told with a binary unit. */
  record Size(long bytes) implements Fact {}

  /** How long something took; never negative. */
  record Span(Duration duration) implements Fact {}

  /** When something was or will be, told in the organisation's zone with its offset. */
  record Moment(Instant instant) implements Fact {}

  /** How many. */
  record Count(long number) implements Fact {}

  /**
   * One line for each of several things, such as targets; the facts of a line are told one after
   * the other. Empty means that there is nothing to list.
   */
  record Rows(List<List<Fact>> lines) implements Fact {
    public Rows {
      lines = lines.stream().map(List::copyOf).toList();
    }
  }
}
