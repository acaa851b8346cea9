package dev.salvaguarda.agent.adapter.proxmox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads from the configuration of a guest how much its drives can hold. */
final class DriveSizes {
  private static final Pattern DRIVE =
      Pattern.compile("(?:scsi|virtio|sata|ide)\\d{1,2}|efidisk0|tpmstate0|rootfs");
  private static final Pattern MOUNT_POINT = Pattern.compile("mp\\d{1,3}");
  private static final Pattern SIZE = Pattern.compile("size=(\\d{1,15})([KMGT]?)");
  private static final String UNITS = "KMGT";
  private static final int BITS_PER_UNIT = 10;

  private DriveSizes() {}

  /** Bytes of the drives and mount points that vzdump copies. */
  static long of(JsonNode config) {
    long bytes = 0;
    for (Map.Entry<String, JsonNode> line : config.properties()) {
      List<String> options = List.of(line.getValue().asText().split(",", -1));
      if (isCopied(line.getKey(), options)) {
        bytes += options.stream().mapToLong(DriveSizes::size).sum();
      }
    }
    return bytes;
  }

  private static boolean isCopied(String key, List<String> options) {
    if (MOUNT_POINT.matcher(key).matches()) {
      return options.contains("backup=1");
    }
    return DRIVE.matcher(key).matches()
        && !options.contains("backup=0")
        && !options.contains("media=cdrom");
  }

  private static long size(String option) {
    Matcher size = SIZE.matcher(option);
    if (!size.matches()) {
      return 0;
    }
    int units = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2)) + 1;
    return Long.parseLong(size.group(1)) << (BITS_PER_UNIT * units);
  }
}
