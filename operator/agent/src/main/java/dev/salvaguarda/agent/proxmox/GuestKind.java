package dev.salvaguarda.agent.proxmox;

/** What a guest is. */
public enum GuestKind {
  /** A virtual machine; its archive is a VMA. */
  QEMU,
  /** A container; its archive is a tar. */
  LXC
}
