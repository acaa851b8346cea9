package dev.salvaguarda.agent.restore.guest;

import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.repository.tree.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The configuration of a guest that comes back to stay: as it was, but for what takes something of
 * the host that it came from, which the guard of a host lets nobody set. A person sets that again.
 *
 * @param files of its archive
 * @param leftOut keys of the settings that it had and does not have, and where its configuration
 *     has what is no setting
 */
record RecoveredConfig(List<VmaConfig> files, List<String> leftOut) {
  private static final Set<String> MORE =
      Set.of(
          "affinity",
          "audio",
          "cipassword",
          "citype",
          "ciupgrade",
          "ciuser",
          "description",
          "hotplug",
          "ipconfig",
          "meta",
          "name",
          "nameserver",
          "searchdomain",
          "shares",
          "spice_enhancements",
          "sshkeys",
          "startdate",
          "startup",
          "watchdog");

  RecoveredConfig {
    files = List.copyOf(files);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Writes it.
   *
   * @param mark by which the guest is known
   * @param isolated whether its links are down
   */
  static RecoveredConfig of(List<VmaConfig> configs, SandboxMark mark, boolean isolated) {
    List<String> leftOut = new ArrayList<>();
    List<VmaConfig> files =
        configs.stream()
            .map(config ->
                config.name().equals(SanitisedConfig.FILE)
                    ? new VmaConfig(
                        SanitisedConfig.FILE,
                        ByteString.of(of(SanitisedConfig.text(config), mark, isolated, leftOut)))
                    : config)
            .toList();
    return new RecoveredConfig(files, leftOut);
  }

  private static String of(
      String config, SandboxMark mark, boolean isolated, List<String> leftOut) {
    List<String> hints = SanitisedConfig.hints(config);
    Set<String> archived = SanitisedConfig.archived(hints);
    Stream<String> tags = Stream.empty();
    List<String> lines = new ArrayList<>();
    int number = 0;
    for (String text : config.lines().toList()) {
      number++;
      if (text.startsWith("[")) {
        // Of what stands behind, vzdump archives nothing.
        leftOut.add("all from line %d of its configuration on".formatted(number));
        break;
      }
      Matcher line = SanitisedConfig.LINE.matcher(text);
      if (text.startsWith("#")) {
        if (!hints.contains(text)) {
          lines.add(text);
        }
      } else if (line.matches()) {
        String key = line.group(1) + line.group(2);
        if (key.equals("tags")) {
          tags = Arrays.stream(line.group(3).split("[;, ]+"));
        } else if (!stays(line, archived)) {
          leftOut.add(key);
        } else if (isolated && line.group(1).equals("net")) {
          lines.add(SanitisedConfig.unplugged(key, line.group(3)));
        } else {
          lines.add(text);
        }
      } else if (!text.isBlank()) {
        // What it says may be a secret.
        leftOut.add("line %d of its configuration".formatted(number));
      }
    }
    lines.add("tags: " + tags(tags, mark));
    lines.addAll(hints);
    return String.join("\n", lines) + "\n";
  }

  private static boolean stays(Matcher line, Set<String> archived) {
    String word = line.group(1);
    boolean numbered = !line.group(2).isEmpty();
    if (SanitisedConfig.DRIVES.contains(word)) {
      return archived.contains(word + line.group(2));
    }
    return SanitisedConfig.HARMLESS.contains(word)
        || MORE.contains(word)
        || (word.equals("net") && numbered)
        || (word.equals("serial") && line.group(3).equals("socket"));
  }

  /** Its own, without those of an earlier restore. */
  static String tags(Stream<String> own, SandboxMark mark) {
    return Stream.concat(
            own.filter(tag ->
                !tag.isBlank()
                    && !tag.equals(Guest.TRIED)
                    && !tag.equals(Guest.RESTORED)
                    && SandboxMark.of(tag).isEmpty()),
            Stream.of(Guest.RESTORED, mark.tag()))
        .collect(Collectors.joining(";"));
  }
}
