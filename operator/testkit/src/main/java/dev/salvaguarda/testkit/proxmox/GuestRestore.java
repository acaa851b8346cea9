package dev.salvaguarda.testkit.proxmox;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** Makes guests out of archives. */
final class GuestRestore {
  private static final Pattern HINT = Pattern.compile("^#qmdump#map:(\\S+):(\\S+):(\\S*):(\\S*):$");
  private static final Pattern LINE = Pattern.compile("^([a-z][a-z_]*\\d*): (.*)$");

  /** Which would take something of the host, or run something on it. */
  private static final List<String> HOST_KEYS = List.of("hookscript", "args");

  /** An address that no guest had. */
  private static final String NEW = "BC:24:11:FF:FF:01";

  /** What a guest is from when its archive begins to come until all of it has. */
  private static final RestoredGuest BEGUN = new RestoredGuest(Map.of("memory", "128"), Map.of());

  private final String node;
  private final Inventory inventory;

  GuestRestore(String node, Inventory inventory) {
    this.node = node;
    this.inventory = inventory;
  }

  /**
   * Restores from a stream to its end. A machine whose archive does not come to its end stays,
   * without anything that was in it; a container does not.
   *
   * @param overrides lines of the configuration that take the place of the archive's, {@code pool},
   *     and {@code force}, by which the guest that is there is lost as soon as the archive begins
   * @throws IOException with the sentence that the host says
   */
  void run(int vmid, InputStream archive, Map<String, String> overrides, BackupLog log)
      throws IOException {
    BufferedInputStream input = new BufferedInputStream(archive);
    input.mark(4);
    boolean isMachine = new String(input.readNBytes(3), StandardCharsets.US_ASCII).equals("VMA");
    input.reset();
    SimulatedGuest.Kind kind = isMachine ? SimulatedGuest.Kind.QEMU : SimulatedGuest.Kind.LXC;
    requireFree(vmid, kind, overrides.getOrDefault("force", "0").equals("1"));
    RestoredGuest restored =
        isMachine ? machine(vmid, input, overrides, log) : container(vmid, input, overrides);
    String name = restored.config().getOrDefault(isMachine ? "name" : "hostname", "VM" + vmid);
    inventory.add(
        made(kind, vmid, name, restored)
            .silentFor(inventory.silence())
            .pool(overrides.getOrDefault("pool", "")));
  }

  private void requireFree(int vmid, SimulatedGuest.Kind kind, boolean force) throws IOException {
    Optional<SimulatedGuest> there = inventory.guest(vmid);
    String why = "unable to restore VM %d - ".formatted(vmid);
    if (there.isEmpty()) {
      return;
    }
    SimulatedGuest old = there.get();
    if (!force || old.kind() != kind || !old.node().equals(node)) {
      throw new IOException(why + "VM %d already exists on node '%s'".formatted(vmid, old.node()));
    }
    if (old.isRunning()) {
      throw new IOException(why + "vm is running");
    }
  }

  private SimulatedGuest made(
      SimulatedGuest.Kind kind, int vmid, String name, RestoredGuest content) {
    return new SimulatedGuest(kind, vmid, name, node, 0).stop().restored(content);
  }

  private RestoredGuest machine(
      int vmid, InputStream input, Map<String, String> overrides, BackupLog log)
      throws IOException {
    try {
      return machine(
          ArchiveIntake.read(
              input,
              () -> inventory.add(made(SimulatedGuest.Kind.QEMU, vmid, "VM " + vmid, BEGUN))),
          overrides,
          log);
    } catch (IOException e) {
      if (inventory.guest(vmid).isEmpty()) {
        inventory.add(
            made(
                SimulatedGuest.Kind.QEMU,
                vmid,
                "VM " + vmid,
                new RestoredGuest(Map.of(), Map.of())));
      }
      log.say(
          "error before or during data restore, some or all disks were not completely restored. VM %d state is NOT cleaned up."
              .formatted(vmid));
      throw e;
    }
  }

  private static RestoredGuest machine(
      ArchiveIntake.Content content, Map<String, String> overrides, BackupLog log)
      throws IOException {
    Map<String, String> keys = new LinkedHashMap<>();
    Map<String, String> config = new LinkedHashMap<>();
    for (String line : content.config().lines().toList()) {
      Matcher hint = HINT.matcher(line);
      Matcher plain = LINE.matcher(line);
      if (hint.matches()) {
        keys.put(hint.group(2), hint.group(1));
      } else if (plain.matches()) {
        config.put(plain.group(1), plain.group(2));
      }
    }
    Map<String, String> sums = new LinkedHashMap<>();
    for (Map.Entry<String, String> sum : content.sums().entrySet()) {
      String key = keys.get(sum.getKey());
      if (key == null) {
        throw new IOException("archive does not contain data for drive " + sum.getKey());
      }
      log.say("progress 100%% (drive %s)".formatted(sum.getKey()));
      sums.put(key, sum.getValue());
    }
    return finished(config, overrides, sums);
  }

  /**
   * As pct does: mount points and what its options say are not taken from the archive. What was
   * there before is lost.
   */
  private RestoredGuest container(int vmid, InputStream input, Map<String, String> overrides)
      throws IOException {
    inventory.remove(vmid);
    Map<String, String> config = new LinkedHashMap<>();
    Map<String, String> sums = new LinkedHashMap<>();
    try (TarArchiveInputStream tar = new TarArchiveInputStream(input, "ISO-8859-1")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (entry.getName().equals("./etc/vzdump/pct.conf")) {
          new String(tar.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(LINE::matcher)
              .filter(Matcher::matches)
              .forEach(line -> config.put(line.group(1), line.group(2)));
        } else if (entry.isFile() && !entry.isLink()) {
          sums.put(entry.getName(), sum(tar));
        }
      }
    }
    if (config.isEmpty()) {
      throw new IOException("unable to detect the configuration in the archive");
    }
    config.keySet().removeIf(key -> key.matches("mp\\d+|unused\\d+|unprivileged|rootfs"));
    Map<String, String> options = new LinkedHashMap<>(overrides);
    options.computeIfPresent(
        "rootfs",
        (_, wanted) ->
            wanted.replaceFirst("^(\\S+):(\\d+)$", "$1:vm-%d-disk-0,size=$2G".formatted(vmid)));
    return finished(config, options, sums);
  }

  private static RestoredGuest finished(
      Map<String, String> config, Map<String, String> overrides, Map<String, String> sums)
      throws IOException {
    overrides.forEach((key, value) -> {
      if (LINE.matcher(key + ": " + value).matches()
          && !key.matches("pool|force|unique|storage|archive")) {
        config.put(key, value);
      }
    });
    if (overrides.getOrDefault("unique", "0").equals("1")) {
      config.replaceAll((key, value) ->
          key.matches("net\\d+")
              ? value.replaceFirst("(?i)([0-9a-f]{2}:){5}[0-9a-f]{2}", NEW)
              : value);
    }
    for (String key : config.keySet()) {
      if (HOST_KEYS.contains(key) || key.matches("(hostpci|usb|virtiofs|dev)\\d+")) {
        throw new IOException("only a guest without '%s' is taken here".formatted(key));
      }
    }
    return new RestoredGuest(config, sums);
  }

  private static String sum(InputStream content) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[DriveImage.CLUSTER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
