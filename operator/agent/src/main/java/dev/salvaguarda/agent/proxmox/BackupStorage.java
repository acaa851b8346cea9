package dev.salvaguarda.agent.proxmox;

/**
 * A storage as one node of a cluster sees it.
 *
 * @param active whether the node reaches it now
 * @param takesBackups whether archives may lie there
 * @param availableBytes what is free
 */
public record BackupStorage(
    String name, boolean active, boolean takesBackups, long availableBytes) {}
