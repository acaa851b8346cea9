package dev.salvaguarda.agent.restore.guest;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tag by which a guest that is tried is known: whose it is, and until when anybody has a use
 * for it.
 *
 * @param work letters and digits, the same in each attempt of one restore
 * @param until to the second
 */
record SandboxMark(String work, Instant until) {
  private static final Pattern TAG = Pattern.compile("sv-([0-9a-z]{1,40})-(\\d{1,11})");

  /** As the host keeps it. */
  String tag() {
    return "sv-%s-%d".formatted(work, until.getEpochSecond());
  }

  /** What a tag says; empty if it is another one. */
  static Optional<SandboxMark> of(String tag) {
    Matcher found = TAG.matcher(tag);
    return found.matches()
        ? Optional.of(
            new SandboxMark(found.group(1), Instant.ofEpochSecond(Long.parseLong(found.group(2)))))
        : Optional.empty();
  }
}
