package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One copy of one virtual machine, with what is said about it. */
final class GuestCopy {
  private static final double GIB = 1 << 30;
  private static final Pattern MODE = Pattern.compile("--mode[= ](snapshot|suspend|stop)");

  private final SimulatedGuest guest;
  private final BackupRequest request;
  private final List<Fault> faults;
  private final BackupLog log;

  GuestCopy(SimulatedGuest guest, BackupRequest request, List<Fault> faults, BackupLog log) {
    this.guest = guest;
    this.request = request;
    this.faults = faults;
    this.log = log;
  }

  void write(OutputStream archive, Instant now, UUID uuid, Random random) throws IOException {
    List<DriveContent> drives = guest.drives();
    announce(drives);
    UUID told = faults.contains(new Fault.WrongUuidInLog()) ? new UUID(1, 2) : uuid;
    log.info("started backup task '%s'".formatted(told));
    if (freezes()) {
      log.info("issuing guest-agent 'fs-thaw' command");
    }
    log.info("resuming VM again");
    flood();
    ArchiveWriter writer = new ArchiveWriter(archive, uuid, drives, faults, guest.extentClusters());
    writer.writeHeader(now, new GuestDescription(guest).archived());
    List<ClusterOrder.Place> order =
        ClusterOrder.of(
            drives.stream().map(drive -> drive.image().clusters()).toList(),
            random,
            guest.isRunning(),
            !request.fleecing().isEmpty());
    int percent = 0;
    for (int i = 0; i < order.size(); i++) {
      writer.write(order.get(i));
      int reached = (int) ((i + 1) * 100L / order.size());
      if (reached >= percent + 10) {
        percent = reached;
        progress(percent, total(drives));
      }
    }
    writer.finish();
    archive.flush();
    log.info(
        "transferred %.2f GiB in 1 seconds (%.1f GiB/s)"
            .formatted(total(drives) / GIB, total(drives) / GIB));
  }

  private void announce(List<DriveContent> drives) throws IOException {
    log.info("VM Name: %s".formatted(guest.name()));
    for (DriveContent drive : drives) {
      DriveImage image = drive.image();
      log.info(
          "include disk '%s' '%s:vm-%d-disk-%s' %dK"
              .formatted(
                  image.key(),
                  SimulatedGuest.STORAGE,
                  guest.vmid(),
                  image.key(),
                  Math.ceilDiv(image.size(), 1024)));
    }
    log.info("backup mode: %s".formatted(mode()));
    log.info("ionice priority: 7");
    if (guest.isRunning() && mode().equals("stop")) {
      log.info("stopping virtual guest");
    }
    if (mode().equals("stop")) {
      log.info("kvm: starting VM in paused state");
    }
    log.info(request.target());
    if (!request.fleecing().isEmpty()) {
      for (DriveContent drive : drives) {
        log.info(
            "%s: attaching fleecing image %s:vm-%d-fleece-0 to QEMU"
                .formatted(drive.image().device(), request.fleecing(), guest.vmid()));
      }
    }
    if (freezes()) {
      log.info("issuing guest-agent 'fs-freeze' command");
      if (faults.contains(new Fault.FreezeFails())) {
        log.error(
            "VM %d qmp command 'guest-fsfreeze-freeze' failed - got timeout"
                .formatted(guest.vmid()));
      }
    }
  }

  private boolean freezes() {
    return !mode().equals("stop") && guest.hasAgent();
  }

  /** As asked for; of a guest that is switched off it is always the same. */
  private String mode() {
    Matcher asked = MODE.matcher(request.command());
    return !guest.isRunning() ? "stop" : asked.find() ? asked.group(1) : "snapshot";
  }

  private void flood() throws IOException {
    for (Fault fault : faults) {
      if (fault instanceof Fault.FloodedLog(long bytes)) {
        String line = "WARN: " + "x".repeat(1018);
        for (long said = 0; said < bytes; said += line.length() + 1) {
          log.say(line);
        }
      }
    }
  }

  private void progress(int percent, long total) throws IOException {
    log.info(
        "%3d%% (%.1f GiB of %.1f GiB) in 1s, read: 100.0 MiB/s, write: 60.0 MiB/s"
            .formatted(percent, total / GIB * percent / 100, total / GIB));
  }

  private static long total(List<DriveContent> drives) {
    return drives.stream().mapToLong(drive -> drive.image().size()).sum();
  }
}
