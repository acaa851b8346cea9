package dev.salvaguarda.testkit.proxmox;

/**
 * A copy that is asked for.
 *
 * @param vmid of the guest
 * @param fleecing the storage that shields the guest from a slow reader, empty for none
 * @param command as it is told in the log
 * @param target what the log says about where the archive goes
 */
record BackupRequest(int vmid, String fleecing, String command, String target) {}
