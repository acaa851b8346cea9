package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.restore.work.RestoreContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * The tag by which a guest that was made of a copy is known: whose it is, and until when anybody
 * has a use for it.
 *
 * @param work letters and digits, the same in each attempt of one restore
 * @param until to the second
 */
record SandboxMark(String work, Instant until) {
  /** A worker whose time is over has this to stop, and hosts have this to be late by. */
  private static final Duration MORE = Duration.ofMinutes(10);

  /** What the marks of all attempts of a restore of one target have in common. */
  static String work(RestoreContext context, String target) {
    return context.temporaryName(target).replace("salvaguarda_", "");
  }

  /** Of a guest that an attempt makes which has so much time left. */
  static SandboxMark of(String work, Instant now, Duration left) {
    return new SandboxMark(work, now.plus(left).plus(MORE));
  }

  /** As the host keeps it. */
  String tag() {
    return "sv-%s-%d".formatted(work, until.getEpochSecond());
  }

  /** What the tags of a guest say; empty if it has no mark. */
  static Optional<SandboxMark> of(Guest guest) {
    return guest.tags().stream().flatMap(tag -> of(tag).stream()).findFirst();
  }

  /** What a tag says; empty if it is another one. */
  static Optional<SandboxMark> of(String tag) {
    Matcher found = Guest.MARK.matcher(tag);
    return found.matches()
        ? Optional.of(
            new SandboxMark(found.group(1), Instant.ofEpochSecond(Long.parseLong(found.group(2)))))
        : Optional.empty();
  }
}
