package dev.salvaguarda.testkit.proxmox;

/** Nodes have addresses of their own and the same ports, as in a real cluster. */
final class NodeAddress {
  private NodeAddress() {}

  /** Of the node with this index, counted from 0. */
  static String of(int index) {
    return "127.0.0." + (index + 1);
  }
}
