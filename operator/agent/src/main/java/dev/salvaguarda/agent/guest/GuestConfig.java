package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaConfig;
import dev.salvaguarda.domain.failure.FailureReason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The configuration of a guest in its archive, without which Proxmox makes no guest of it, whatever
 * else the archive holds.
 *
 * @see <a href="https://git.proxmox.com/?p=qemu-server.git">qemu-server, restore_vma_archive: each
 *     drive of an archive needs a line of its configuration</a>
 */
public final class GuestConfig {
  /** That of a machine. */
  public static final String OF_MACHINE = "qemu-server.conf";

  /** That of a container. */
  public static final String OF_CONTAINER = "pct.conf";

  private static final Pattern DRIVE = Pattern.compile("#qmdump#map:\\S+:(\\S+):\\S*:\\S*:");

  private GuestConfig() {}

  /**
   * Requires all that restoring a machine takes beside its drives.
   *
   * @param trouble that it makes, as the beginning of a sentence
   * @param drives names of all drives of the archive
   * @throws SourceException for this target, if something is missing
   */
  public static void require(String trouble, List<VmaConfig> configs, List<String> drives)
      throws SourceException {
    Optional<VmaConfig> config =
        configs.stream().filter(one -> one.name().equals(OF_MACHINE)).findFirst();
    require(trouble, OF_MACHINE, config.isPresent());
    Set<String> known =
        new String(config.orElseThrow().data().toByteArray(), StandardCharsets.UTF_8)
            .lines()
            .map(DRIVE::matcher)
            .filter(Matcher::matches)
            .map(line -> line.group(1))
            .collect(Collectors.toSet());
    List<String> unknown = drives.stream().filter(drive -> !known.contains(drive)).toList();
    if (!unknown.isEmpty()) {
      throw incomplete(
          "%s: the %s of its archive does not say what %s %s, so Proxmox would make no machine of it."
              .formatted(
                  trouble,
                  OF_MACHINE,
                  String.join(", ", unknown),
                  unknown.size() == 1 ? "was" : "were"));
    }
  }

  /**
   * Requires the configuration itself.
   *
   * @param trouble that it makes, as the beginning of a sentence
   * @param file name of it
   * @param isThere whether the archive has it
   * @throws SourceException for this target, if it has not
   */
  public static void require(String trouble, String file, boolean isThere) throws SourceException {
    if (!isThere) {
      throw incomplete(
          "%s: its archive has no %s, so Proxmox would make no guest of it."
              .formatted(trouble, file));
    }
  }

  private static SourceException incomplete(String why) {
    return SourceException.ofTarget(FailureReason.DUMP_INCOMPLETE, why);
  }
}
