package dev.salvaguarda.testkit.proxmox;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is told about a guest, in its configuration and in the API's rows. */
final class GuestDescription {
  private final SimulatedGuest guest;
  private final boolean isMachine;

  GuestDescription(SimulatedGuest guest) {
    this.guest = guest;
    this.isMachine = guest.kind() == SimulatedGuest.Kind.QEMU;
  }

  Map<String, String> config() {
    Map<String, String> lines = new LinkedHashMap<>();
    if (guest.hasAgent()) {
      lines.put("agent", "1");
    }
    lines.put("cores", "2");
    for (DriveContent drive : guest.drives()) {
      DriveImage image = drive.image();
      lines.put(
          image.key(),
          "%s:vm-%d-disk-%s,size=%dK"
              .formatted(
                  SimulatedGuest.STORAGE,
                  guest.vmid(),
                  image.key(),
                  Math.ceilDiv(image.size(), 1024)));
    }
    lines.put("memory", "2048");
    lines.put(isMachine ? "name" : "hostname", guest.name());
    lines.put("net0", (isMachine ? "virtio=BC:24:11:00:00:01" : "name=eth0") + ",bridge=vmbr0");
    lines.put("onboot", "1");
    lines.put("ostype", isMachine ? "l26" : "debian");
    if (!isMachine) {
      lines.put(
          "rootfs", "%s:vm-%d-disk-0,size=8G".formatted(SimulatedGuest.STORAGE, guest.vmid()));
      lines.put("unprivileged", "1");
    }
    if (!guest.tags().isEmpty()) {
      lines.put("tags", guest.tags());
    }
    if (guest.isTemplate()) {
      lines.put("template", "1");
    }
    return lines;
  }

  /** The configuration that an archive holds, with the hints that restoring a machine wants. */
  String archived() {
    List<String> lines = new ArrayList<>();
    guest.config().forEach((key, value) -> lines.add(key + ": " + value));
    for (DriveContent drive : guest.drives()) {
      DriveImage image = drive.image();
      lines.add(
          "#qmdump#map:%s:%s:%s:raw:"
              .formatted(image.key(), image.device(), SimulatedGuest.STORAGE));
    }
    return String.join("\n", lines) + "\n";
  }

  /** The row of {@code GET /cluster/resources}. */
  Map<String, Object> row(boolean nodeIsOnline) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("id", guest.kind().word() + "/" + guest.vmid());
    row.put("type", guest.kind().word());
    row.put("vmid", guest.vmid());
    row.put("name", guest.name());
    row.put("node", guest.node());
    row.put("status", nodeIsOnline ? status() : "unknown");
    row.put("template", guest.isTemplate() ? 1 : 0);
    row.put("maxdisk", guest.drives().stream().mapToLong(drive -> drive.image().size()).sum());
    row.put("maxmem", 2L << 30);
    row.put("uptime", guest.isRunning() ? 86_400 : 0);
    @Nullable String held = guest.lock();
    if (held != null) {
      row.put("lock", held);
    }
    String tags = guest.config().getOrDefault("tags", "");
    if (!tags.isEmpty()) {
      row.put("tags", tags);
    }
    if (!guest.pool().isEmpty()) {
      row.put("pool", guest.pool());
    }
    return row;
  }

  String status() {
    return guest.isRunning() ? "running" : "stopped";
  }
}
