package dev.salvaguarda.agent.vma;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What an archive says of itself before its first byte of a drive.
 *
 * @param uuid of this one backup; its task names the same
 * @param created to the second
 * @param configs in the order of the archive
 * @param drives in the order of their ids
 */
public record VmaHeader(
    UUID uuid, Instant created, List<VmaConfig> configs, List<VmaDrive> drives) {
  /** What no drive or configuration file is called: beside them stands what is known of them. */
  public static final String OWN_FILE = "vma.json";

  public VmaHeader {
    configs = List.copyOf(configs);
    drives = List.copyOf(drives);
  }

  /** Sizes of all drives together, in bytes. */
  public long size() {
    return drives.stream().mapToLong(VmaDrive::size).sum();
  }

  /** The configuration file of that name. */
  public Optional<VmaConfig> config(String name) {
    return configs.stream().filter(config -> config.name().equals(name)).findFirst();
  }
}
