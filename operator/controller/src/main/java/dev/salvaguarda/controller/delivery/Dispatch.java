package dev.salvaguarda.controller.delivery;

import dev.salvaguarda.domain.message.Rendered;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * One delivery of a notice.
 *
 * @param id of the notice, the same in every attempt: from it the receiver tells a second copy
 * @param thread of what is spoken: messages of one thread belong together for a reader
 * @param addresses of those who have not got it yet, at least one; personal data
 * @param language of the text, a BCP 47 tag
 * @param eventTime when the notice was made: the date of the message, told in {@code zone}
 */
public record Dispatch(
    String id,
    String thread,
    List<String> addresses,
    Rendered rendered,
    String language,
    Instant eventTime,
    ZoneId zone) {
  public Dispatch {
    addresses = List.copyOf(addresses);
  }

  /** Without the addresses. */
  @Override
  public String toString() {
    return "Dispatch[" + id + " to " + addresses.size() + "]";
  }
}
