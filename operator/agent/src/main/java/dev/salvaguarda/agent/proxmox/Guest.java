package dev.salvaguarda.agent.proxmox;

import java.util.Optional;
import java.util.Set;

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

  public Guest {
    tags = Set.copyOf(tags);
  }

  /** Whether it is there only as long as a copy is tried. */
  public boolean isTried() {
    return tags.contains(TRIED);
  }

  /** For people: {@code Guest 101 (mail)}. */
  public String text() {
    return name.isEmpty() ? "Guest " + vmid : "Guest %d (%s)".formatted(vmid, name);
  }
}
