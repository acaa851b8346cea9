package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

/** Writes an archive into the shared folder, where it appears when it is whole. */
final class SpoolBackup {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy_MM_dd-HH_mm_ss").withZone(ZoneOffset.UTC);

  private final Inventory inventory;
  private final Map<String, Vzdump> dumps;
  private final Clock clock;

  SpoolBackup(Inventory inventory, Map<String, Vzdump> dumps, Clock clock) {
    this.inventory = inventory;
    this.dumps = dumps;
    this.clock = clock;
  }

  /** Copies a guest and answers with the exit status of its task. */
  String write(String node, int vmid, Map<String, String> parameters, Spool spool, BackupLog log)
      throws IOException {
    SimulatedGuest.Kind kind =
        inventory.guest(vmid).map(SimulatedGuest::kind).orElse(SimulatedGuest.Kind.QEMU);
    String ending = kind == SimulatedGuest.Kind.QEMU ? ".vma" : ".tar";
    String stem = stem(kind, vmid, spool.dump());
    Path archive = spool.dump().resolve(stem + ending);
    Path unfinished = spool.dump().resolve(stem + ".dat");
    String fleecing = parameters.getOrDefault("fleecing", "").replaceFirst("^.*storage=", "");
    int status;
    try (OutputStream output = Files.newOutputStream(unfinished)) {
      status =
          dump(node)
              .run(
                  new BackupRequest(
                      vmid,
                      fleecing,
                      "vzdump %d --storage %s".formatted(vmid, Spool.NAME),
                      "creating vzdump archive '%s'".formatted(archive)),
                  output,
                  log,
                  () -> keep(unfinished, archive, parameters, spool));
    } finally {
      Files.deleteIfExists(unfinished);
    }
    if (status != 0) {
      return "job errors";
    }
    if (!parameters.getOrDefault("remove", "1").equals("0")) {
      spool.prune(vmid);
    }
    return "OK";
  }

  private static void keep(
      Path unfinished, Path archive, Map<String, String> parameters, Spool spool)
      throws IOException {
    Files.move(unfinished, archive, StandardCopyOption.ATOMIC_MOVE);
    String name = archive.getFileName().toString();
    Files.writeString(
        archive.resolveSibling(name.replaceFirst("\\.(vma|tar)$", ".log")), "INFO: Finished\n");
    if (parameters.containsKey("notes-template")) {
      spool.setNotes(archive, parameters.getOrDefault("notes-template", ""));
    }
    if (parameters.getOrDefault("protected", "0").equals("1")) {
      spool.setProtected(archive, true);
    }
  }

  /** Named by the second; a copy of a real guest takes longer than that, ours may not. */
  private String stem(SimulatedGuest.Kind kind, int vmid, Path dump) {
    Instant when = clock.instant();
    while (true) {
      String stem = "vzdump-%s-%d-%s".formatted(kind.word(), vmid, WHEN.format(when));
      if (!Files.exists(dump.resolve(stem + ".log"))) {
        return stem;
      }
      when = when.plusSeconds(1);
    }
  }

  private Vzdump dump(String node) {
    Vzdump dump = dumps.get(node);
    if (dump == null) {
      throw new IllegalStateException(node);
    }
    return dump;
  }
}
