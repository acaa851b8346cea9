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

  private final String node;
  private final Inventory inventory;

  GuestRestore(String node, Inventory inventory) {
    this.node = node;
    this.inventory = inventory;
  }

  /**
   * Restores from a stream to its end.
   *
   * @param overrides lines of the configuration that take the place of the archive's, and {@code
   *     pool}
   * @throws IOException with the sentence that the host says
   */
  void run(int vmid, InputStream archive, Map<String, String> overrides, BackupLog log)
      throws IOException {
    Optional<SimulatedGuest> there = inventory.guest(vmid);
    if (there.isPresent()) {
      throw new IOException(
          "unable to restore VM %1$d - VM %1$d already exists on node '%2$s'"
              .formatted(vmid, there.get().node()));
    }
    BufferedInputStream input = new BufferedInputStream(archive);
    input.mark(4);
    boolean isMachine = new String(input.readNBytes(3), StandardCharsets.US_ASCII).equals("VMA");
    input.reset();
    RestoredGuest restored =
        isMachine ? machine(input, overrides, log) : container(input, overrides);
    SimulatedGuest.Kind kind = isMachine ? SimulatedGuest.Kind.QEMU : SimulatedGuest.Kind.LXC;
    String name = restored.config().getOrDefault(isMachine ? "name" : "hostname", "VM" + vmid);
    inventory.add(
        new SimulatedGuest(kind, vmid, name, node, 0)
            .stop()
            .silentFor(inventory.silence())
            .pool(overrides.getOrDefault("pool", ""))
            .restored(restored));
  }

  private static RestoredGuest machine(
      InputStream input, Map<String, String> overrides, BackupLog log) throws IOException {
    ArchiveIntake.Content content = ArchiveIntake.read(input);
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

  private static RestoredGuest container(InputStream input, Map<String, String> overrides)
      throws IOException {
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
    return finished(config, overrides, sums);
  }

  private static RestoredGuest finished(
      Map<String, String> config, Map<String, String> overrides, Map<String, String> sums)
      throws IOException {
    overrides.forEach((key, value) -> {
      if (LINE.matcher(key + ": " + value).matches() && !key.equals("pool")) {
        config.put(key, value);
      }
    });
    for (String key : config.keySet()) {
      if (HOST_KEYS.contains(key) || key.matches("(hostpci|usb|virtiofs)\\d+")) {
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
