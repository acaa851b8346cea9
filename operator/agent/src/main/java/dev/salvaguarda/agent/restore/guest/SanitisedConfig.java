package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.guest.GuestConfig;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.repository.tree.ByteString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The configuration of a guest as it may start beside the one that it is a copy of: what is known
 * to be harmless stays, and all else goes, since a host may learn new words. So it takes no device
 * and no script of the host, starts only when it is told to, has no drive but those of its archive,
 * and its links are down.
 */
final class SanitisedConfig {
  static final String FILE = GuestConfig.OF_MACHINE;

  static final Pattern LINE = Pattern.compile("([a-z][a-z_-]*?)(\\d*): *(.*)");

  /** Which of the archive's drives becomes which of the guest's. */
  private static final Pattern HINT = Pattern.compile("#qmdump#map:([^:\\s]+):.*");

  static final Set<String> HARMLESS =
      Set.of(
          "acpi",
          "agent",
          "arch",
          "balloon",
          "bios",
          "boot",
          "bootdisk",
          "cores",
          "cpu",
          "cpulimit",
          "cpuunits",
          "keyboard",
          "kvm",
          "localtime",
          "machine",
          "memory",
          "numa",
          "ostype",
          "rng",
          "scsihw",
          "smbios",
          "smp",
          "sockets",
          "tablet",
          "vcpus",
          "vga",
          "vmgenid");

  static final Set<String> DRIVES = Set.of("efidisk", "ide", "sata", "scsi", "tpmstate", "virtio");

  private SanitisedConfig() {}

  /** Of the files of an archive, those that the archive of a guest that is tried has. */
  static List<VmaConfig> of(List<VmaConfig> configs, int vmid, String source) {
    return configs.stream()
        .filter(config -> config.name().equals(FILE))
        .map(config -> new VmaConfig(FILE, ByteString.of(of(text(config), vmid, source))))
        .toList();
  }

  /** Whether the guest says that it runs an agent, so that it can be asked whether it is up. */
  static boolean hasAgent(List<VmaConfig> configs) {
    return text(configs)
        .lines()
        .anyMatch(line -> line.matches("agent: *(1|enabled=1|.*,enabled=1)(,.*)?"));
  }

  /** What an archive says of its guest; nothing if it has no configuration. */
  static String text(List<VmaConfig> configs) {
    return configs.stream()
        .filter(config -> config.name().equals(FILE))
        .map(SanitisedConfig::text)
        .findFirst()
        .orElse("");
  }

  static String text(VmaConfig config) {
    return new String(config.data().toByteArray(), StandardCharsets.UTF_8);
  }

  static String of(String config, int vmid, String source) {
    List<String> hints = hints(config);
    Set<String> archived = archived(hints);
    List<String> lines = new ArrayList<>();
    lines.add(
        "#Made by Salvaguarda to try a copy of %s; it goes away by itself.".formatted(source));
    // Behind the first section come snapshots and changes that are pending.
    config
        .lines()
        .takeWhile(line -> !line.startsWith("["))
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(line -> keep(line, archived, lines));
    lines.add("name: salvaguarda-test-" + vmid);
    lines.addAll(hints);
    return String.join("\n", lines) + "\n";
  }

  /** The lines that say which of the archive's drives becomes which of the guest's. */
  static List<String> hints(String config) {
    return config.lines().filter(line -> HINT.matcher(line).matches()).toList();
  }

  /** Those of the guest's. */
  static Set<String> archived(List<String> hints) {
    return hints.stream()
        .map(hint -> HINT.matcher(hint).replaceFirst("$1"))
        .collect(Collectors.toSet());
  }

  /** A link that is down. */
  static String unplugged(String key, String value) {
    return "%s: %s,link_down=1".formatted(key, value.replaceAll(",link_down=[^,]*", ""));
  }

  private static void keep(Matcher line, Set<String> archived, List<String> lines) {
    String word = line.group(1);
    String key = word + line.group(2);
    String value = line.group(3);
    if (word.equals("net") && !line.group(2).isEmpty()) {
      lines.add(unplugged(key, value));
    } else if (DRIVES.contains(word)) {
      if (archived.contains(key)) {
        lines.add("%s: %s".formatted(key, value));
      }
    } else if (HARMLESS.contains(word) || (word.equals("serial") && value.equals("socket"))) {
      lines.add("%s: %s".formatted(key, value));
    }
  }
}
