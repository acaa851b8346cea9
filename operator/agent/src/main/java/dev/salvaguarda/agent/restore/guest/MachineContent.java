package dev.salvaguarda.agent.restore.guest;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the drives of a machine say of it. The one that it starts from has to be recognised, else it
 * would not start; others may hold what only a database or a storage cluster can read, and are
 * named. What EFI and TPM keep says nothing of a machine.
 *
 * @param drives all of the archive, in its order
 * @param config as Proxmox keeps it
 */
record MachineContent(List<ContentProbe> drives, String config) {
  /** The order since Proxmox VE 6.3, and the only drive before. */
  private static final Pattern BOOT =
      Pattern.compile("(?:boot: *(?:.*,)?order=|bootdisk: *)([^,\\s]*).*");

  private static final Pattern DRIVE =
      Pattern.compile("((?:ide|sata|scsi|virtio)\\d+): *(?!none\\b)(?!.*\\bmedia=cdrom\\b).*");

  private static final Pattern SEPARATOR = Pattern.compile(";");

  MachineContent {
    drives = List.copyOf(drives);
  }

  /** What keeps it from being recognised, as a sentence; empty if nothing does. */
  Optional<String> obstacle(String target) {
    if (data().findAny().isEmpty()) {
      return Optional.of(
          "%s is what was copied, and has no drive%s: there is nothing by which more could be proven."
              .formatted(target, drives.isEmpty() ? "" : " but what EFI and TPM keep"));
    }
    List<String> order = order();
    if (order.isEmpty()) {
      return judged(target, data().filter(ContentProbe::holdsData).findFirst());
    }
    for (String key : order) {
      Optional<ContentProbe> drive = copied(key);
      if (drive.isEmpty()) {
        return Optional.of(
            "Every drive in the copy of %s is what was copied, and %s, from which it starts, is not among them: Proxmox leaves out drives with backup=0."
                .formatted(target, key));
      }
      if (drive.get().holdsData()) {
        return judged(target, drive);
      }
    }
    return judged(target, Optional.empty());
  }

  private static Optional<String> judged(String target, Optional<ContentProbe> start) {
    return start.filter(ContentProbe::hasRecognised).isPresent()
        ? Optional.empty()
        : Optional.of(
            "Every drive of %s is what was copied, and %s: no partition table, no file system, no LVM."
                .formatted(
                    target,
                    start
                        .map(one ->
                            one.name()
                                + ", from which it starts, begins as no disk does that is known")
                        .orElse("all from which it could start are empty")));
  }

  /** Which other drives hold something that is not known, as a sentence; empty if none does. */
  Optional<String> note() {
    String unknown =
        data()
            .filter(one -> one.holdsData() && !one.hasRecognised())
            .map(ContentProbe::name)
            .collect(Collectors.joining(", "));
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "What these drives hold is what was copied, and is not recognised: %s."
                .formatted(unknown));
  }

  private Stream<ContentProbe> data() {
    return drives.stream().filter(one -> !one.isFirmware());
  }

  private Optional<ContentProbe> copied(String key) {
    return data().filter(one -> one.name().equals("drive-" + key)).findFirst();
  }

  /** The drives of the order, copied or not, without those for discs. */
  private List<String> order() {
    return settings()
        .map(BOOT::matcher)
        .filter(Matcher::matches)
        .flatMap(line -> SEPARATOR.splitAsStream(line.group(1)))
        .filter(key -> copied(key).isPresent() || settings().anyMatch(line -> isDisk(key, line)))
        .toList();
  }

  private static boolean isDisk(String key, String line) {
    Matcher drive = DRIVE.matcher(line);
    return drive.matches() && drive.group(1).equals(key);
  }

  private Stream<String> settings() {
    return config.lines().takeWhile(line -> !line.startsWith("["));
  }
}
