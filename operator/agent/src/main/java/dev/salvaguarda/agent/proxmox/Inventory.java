package dev.salvaguarda.agent.proxmox;

import java.util.List;

/**
 * What there is on a host or cluster.
 *
 * @param guests that the token may see, in the order of their numbers
 * @param nodes in the order of their names
 */
public record Inventory(ProxmoxVersion version, List<Guest> guests, List<ClusterNode> nodes) {
  public Inventory {
    guests = List.copyOf(guests);
    nodes = List.copyOf(nodes);
  }
}
