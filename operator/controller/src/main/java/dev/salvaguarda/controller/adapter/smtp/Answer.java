package dev.salvaguarda.controller.adapter.smtp;

import dev.salvaguarda.controller.delivery.DeliveryFailure;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server said to one command.
 *
 * @param code of three digits; anything else means that it was no answer
 * @param text the lines of it with their codes, as far as anybody reads them; may hold addresses
 */
record Answer(int code, String text) {
  private static final int CLOSING = 421;

  /** More than {@link Masked} reads of it, so that it knows that there was more. */
  private static final int LONGEST = 4 * Masked.MOST_READ;

  private static final Pattern LINE =
      Pattern.compile("(?:\\d{3}[ -]?)?(?<enhanced>[245]\\.\\d{1,3}\\.\\d{1,3}\\b)?(?<words>.*)");
  private static final Pattern QUEUED =
      Pattern.compile(
          "(?i)(?:queued as|\\bid=|^250 2\\.0\\.0(?= \\S+ message accepted)) ?([\\w.-]{1,64})");

  Answer {
    text = text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  /** Whether it decides anything; else it is as if the connection had ended. */
  boolean decides() {
    return agrees() || defers() || refuses();
  }

  boolean agrees() {
    return code >= 200 && code <= 299;
  }

  boolean defers() {
    return code >= 400 && code <= 499;
  }

  boolean refuses() {
    return code >= 500 && code <= 599;
  }

  /** Whether the server says that it goes away. */
  boolean closes() {
    return code == CLOSING;
  }

  /** The code with the enhanced one behind it, if the server gave one. */
  String codes() {
    Matcher line = firstLine();
    String enhanced = line.matches() ? line.group("enhanced") : null;
    return enhanced == null ? Integer.toString(code) : code + " " + enhanced;
  }

  /** The words without codes and without whole addresses. */
  String words() {
    Matcher line = firstLine();
    return Masked.text(line.matches() ? line.group("words") : "");
  }

  /** What the server calls the message that it took; empty if it did not say. */
  String queueId() {
    Matcher queued = QUEUED.matcher(text);
    return queued.find() ? queued.group(1) : "";
  }

  /** As the failure that it tells; only of an answer that defers or refuses. */
  DeliveryFailure failure(String who) {
    return new DeliveryFailure(
        defers() ? DeliveryFailure.Reason.DEFERRED : DeliveryFailure.Reason.REJECTED,
        codes(),
        words().isEmpty()
            ? "%s answered %s.".formatted(who, codes())
            : "%s answered %s: %s.".formatted(who, codes(), words().replaceAll("\\.+$", "")));
  }

  private Matcher firstLine() {
    return LINE.matcher(text.lines().findFirst().orElse(""));
  }
}
