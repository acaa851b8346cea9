package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** One copy of one container, with what is said about it. */
final class ContainerCopy {
  private static final double GIB = 1 << 30;

  private final SimulatedGuest guest;
  private final BackupRequest request;
  private final BackupLog log;
  private final List<Fault> faults;

  ContainerCopy(SimulatedGuest guest, BackupRequest request, BackupLog log, List<Fault> faults) {
    this.guest = guest;
    this.request = request;
    this.log = log;
    this.faults = faults;
  }

  void write(OutputStream archive, Instant now, Random random) throws IOException {
    log.info("CT Name: " + guest.name());
    log.info("including mount point rootfs ('/') in backup");
    if (guest.isRunning() && !guest.canSnapshot()) {
      log.info("mode failure - some volumes do not support snapshots");
      log.info("trying 'suspend' mode instead");
      log.info("backup mode: suspend");
      log.info("starting first sync /proc/1234/root/ to /var/tmp/vzdumptmp");
    } else {
      log.info("backup mode: " + (guest.isRunning() ? "snapshot" : "stop"));
    }
    log.info("ionice priority: 7");
    if (guest.isRunning() && guest.canSnapshot()) {
      log.info("create storage snapshot 'vzdump'");
    }
    log.info(request.target());
    TarWriter tar = new TarWriter(archive, now.getEpochSecond(), 1000 + random.nextInt(30_000));
    if (!faults.contains(new Fault.LostConfiguration())) {
      tar.write(
          "./etc/vzdump/pct.conf",
          new GuestDescription(guest).archived().getBytes(StandardCharsets.UTF_8));
    }
    tar.write("./etc/vzdump/pct.fw", new byte[0]);
    for (ContainerMember member : guest.members()) {
      tar.write(member);
    }
    tar.finish();
    log.info(
        "Total bytes written: %d (%.1fGiB, 100MiB/s)"
            .formatted(tar.written(), tar.written() / GIB));
    if (guest.isRunning() && guest.canSnapshot()) {
      log.info("cleanup temporary 'vzdump' snapshot");
    }
  }
}
