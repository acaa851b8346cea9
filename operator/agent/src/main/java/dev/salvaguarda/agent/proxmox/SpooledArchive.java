package dev.salvaguarda.agent.proxmox;

/**
 * An archive on a storage.
 *
 * @param volume as the API calls it, such as {@code spool:backup/vzdump-qemu-100-….vma}
 * @param vmid of its guest; 0 if the storage does not know
 * @param notes their first line; empty if it has none
 */
public record SpooledArchive(String volume, int vmid, long sizeBytes, String notes) {}
