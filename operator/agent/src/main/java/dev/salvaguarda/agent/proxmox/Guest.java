package dev.salvaguarda.agent.proxmox;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A virtual machine or container, as the cluster lists it.
 *
 * @param vmid its number, unique in the cluster
 * @param name as a person gave it; empty if nobody did, and not unique
 * @param node where it is at the moment
 * @param running whether it runs, as far as the cluster knows: not, if its node is away
 * @param template whether it only serves to make others
 * @param lock what holds it, such as {@code backup} or {@code migrate}; empty if nothing does
 * @param tags as the host keeps them
 * @param pool it belongs to; empty if to none, or if the token may not see pools
 */
public record Guest(
    int vmid,
    GuestKind kind,
    String name,
    String node,
    boolean running,
    boolean template,
    Optional<String> lock,
    Set<String> tags,
    Optional<String> pool) {
  /** What the guard of a host gives to each guest with which a copy is tried. */
  public static final String TRIED = "salvaguarda-test";

  /** A further tag of it: whose it is, and until when anybody has a use for it, in Unix seconds. */
  public static final Pattern MARK = Pattern.compile("sv-([0-9a-z]{1,40})-(\\d{1,11})");

  /** What a guest has that a restore made, and that stays. */
  public static final String RESTORED = "salvaguarda-restored";

  public Guest {
    tags = Set.copyOf(tags);
  }

  /** Whether it has the tag of guests with which a copy is tried, which anybody may have set. */
  public boolean isTried() {
    return tags.contains(TRIED);
  }

  /** Whether a copy is tried with it at this time. */
  public boolean isTried(Instant now) {
    return isTried()
        && tags.stream()
            .map(MARK::matcher)
            .anyMatch(mark ->
                mark.matches()
                    && !Instant.ofEpochSecond(Long.parseLong(mark.group(2))).isBefore(now));
  }

  /** Whether Proxmox makes it at the moment, and has not even told its tags yet. */
  public boolean isBeingMade() {
    return lock.filter("create"::equals).isPresent();
  }

  /** For people: {@code Guest 101 (mail)}. */
  public String text() {
    return name.isEmpty() ? "Guest " + vmid : "Guest %d (%s)".formatted(vmid, name);
  }
}
