package dev.salvaguarda.testkit.proxmox;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a guest holds that came out of an archive.
 *
 * @param config lines of its configuration by their keys
 * @param sums SHA-256 of what it holds: of a machine's drives by their keys such as {@code scsi0},
 *     of a container's files by their names
 */
public record RestoredGuest(Map<String, String> config, Map<String, String> sums) {
  public RestoredGuest {
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    sums = Collections.unmodifiableMap(new LinkedHashMap<>(sums));
  }
}
