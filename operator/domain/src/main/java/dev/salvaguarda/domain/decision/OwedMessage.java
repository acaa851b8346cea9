package dev.salvaguarda.domain.decision;

import dev.salvaguarda.domain.calendar.CalendarEntry;
import dev.salvaguarda.domain.message.Fact;
import dev.salvaguarda.domain.message.Message;
import dev.salvaguarda.domain.message.Placeholder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that has to go out, once on each channel.
 *
 * @param key what makes it the only one of its message and subject; empty if nothing has to
 * @param restrictedTo the one organisation that it concerns; null if it concerns everybody
 * @param decidedBy the person whose decision it tells; null where it tells what the operator saw
 * @param eventTime when that was, and later than that of every message before it
 * @param calendar what it says to calendars; null if nothing
 * @param facts all but those that are the channel's: whose name is spoken in, and where to ask
 */
public record OwedMessage(
    Message message,
    String key,
    @Nullable String restrictedTo,
    @Nullable String decidedBy,
    Instant eventTime,
    @Nullable CalendarEntry calendar,
    Map<Placeholder, Fact> facts) {
  public OwedMessage {
    facts = Map.copyOf(facts);
  }
}
