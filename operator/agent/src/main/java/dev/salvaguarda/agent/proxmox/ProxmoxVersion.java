package dev.salvaguarda.agent.proxmox;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version of Proxmox VE, ordered by its first two numbers.
 *
 * @param text as the host says it, such as {@code 9.2.3}
 */
public record ProxmoxVersion(int major, int minor, String text)
    implements Comparable<ProxmoxVersion> {
  /** The first that can write what a guest overwrites to a disk on the host during a copy. */
  public static final ProxmoxVersion WITH_FLEECING = new ProxmoxVersion(8, 2, "8.2");

  /** The first that keeps notes with an archive, which tell whose it is. */
  public static final ProxmoxVersion WITH_NOTES = new ProxmoxVersion(7, 2, "7.2");

  /** The first that can be told to keep quiet about a copy. */
  public static final ProxmoxVersion WITH_NOTIFICATION_MODE = new ProxmoxVersion(8, 1, "8.1");

  private static final Pattern SHAPE = Pattern.compile("(\\d{1,4})[.-](\\d{1,4}).*");
  private static final Comparator<ProxmoxVersion> ORDER =
      Comparator.comparingInt(ProxmoxVersion::major).thenComparingInt(ProxmoxVersion::minor);

  /** Reads a version such as {@code 9.2.3} or {@code 6.4-15}; empty if it is none. */
  public static Optional<ProxmoxVersion> parse(String text) {
    Matcher shape = SHAPE.matcher(text);
    return shape.matches()
        ? Optional.of(
            new ProxmoxVersion(
                Integer.parseInt(shape.group(1)), Integer.parseInt(shape.group(2)), text))
        : Optional.empty();
  }

  /** Whether it is this version or a later one. */
  public boolean isAtLeast(ProxmoxVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(ProxmoxVersion other) {
    return ORDER.compare(this, other);
  }
}
