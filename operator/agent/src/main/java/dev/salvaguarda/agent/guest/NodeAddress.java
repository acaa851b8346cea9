package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.proxmox.ClusterNode;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.FailureReason;

/** Where a node of a cluster is entered. */
public final class NodeAddress {
  private NodeAddress() {}

  /**
   * The address of a node.
   *
   * @param who is on it, for people
   * @param endpoint host of the API, which is the node itself where there is only one
   * @throws SourceException for this target, if the node is away or nobody knows its address
   */
  public static String of(String who, String name, Inventory inventory, String endpoint)
      throws SourceException {
    ClusterNode node =
        inventory.nodes().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    if (node != null && !node.online()) {
      throw SourceException.ofTarget(
          FailureReason.SOURCE_UNREACHABLE,
          "%s is on node %s, which is offline.".formatted(who, name));
    }
    if (inventory.nodes().size() <= 1) {
      return endpoint;
    }
    if (node != null && node.address().isPresent()) {
      return node.address().get();
    }
    throw SourceException.ofTarget(
        FailureReason.SOURCE_ACCESS_DENIED,
        "%s is on node %s, whose address the token may not see: it needs Sys.Audit on /."
            .formatted(who, name));
  }
}
