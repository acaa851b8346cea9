package dev.salvaguarda.testkit.proxmox;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** What {@code vzdump} does on a node: one guest at a time, the others wait. */
final class Vzdump {
  private static final int FAILED = 255;
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final String node;
  private final Inventory inventory;
  private final Clock clock;
  private final Random random;
  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private volatile Duration lockWait = Duration.ofMinutes(3);

  Vzdump(String node, Inventory inventory, Clock clock, Random random) {
    this.node = node;
    this.inventory = inventory;
    this.clock = clock;
    this.random = random;
  }

  /** How long a copy waits for the one before it. */
  void lockWait(Duration longest) {
    lockWait = longest;
  }

  /**
   * Copies a guest.
   *
   * @return the exit status
   * @throws PlannedEnd where no exit status comes
   */
  int run(BackupRequest request, OutputStream archive, BackupLog log) throws IOException {
    return run(request, archive, log, () -> {});
  }

  /** What is done with an archive while its guest is still locked. */
  @FunctionalInterface
  interface Kept {
    void keep() throws IOException;
  }

  /** The same that keeps the archive somewhere. */
  int run(BackupRequest request, OutputStream archive, BackupLog log, Kept kept)
      throws IOException {
    Optional<SimulatedGuest> guest = inventory.guest(request.vmid());
    if (guest.isPresent() && !guest.get().node().equals(node)) {
      // A guest of another node is none of this one's business, and that is no error.
      return 0;
    }
    if (!takeLock(log)) {
      return FAILED;
    }
    try {
      log.info("starting new backup job: %s".formatted(request.command()));
      if (guest.isEmpty()) {
        return failed(request.vmid(), "unable to find VM '%d'".formatted(request.vmid()), log);
      }
      return copy(guest.get(), request, archive, log, kept);
    } finally {
      oneAtATime.unlock();
    }
  }

  private boolean takeLock(BackupLog log) throws IOException {
    try {
      if (oneAtATime.tryLock()) {
        return true;
      }
      log.info("trying to get global lock - waiting...");
      if (oneAtATime.tryLock(lockWait.toMillis(), TimeUnit.MILLISECONDS)) {
        log.info("got global lock");
        return true;
      }
      log.error("can't acquire lock '/var/run/vzdump.lock' - got timeout");
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private int copy(
      SimulatedGuest guest, BackupRequest request, OutputStream archive, BackupLog log, Kept kept)
      throws IOException {
    List<Fault> faults = guest.takeFaults();
    if (faults.contains(new Fault.EmptySuccess())) {
      return 0;
    }
    log.info("Starting Backup of VM %d (%s)".formatted(guest.vmid(), guest.kind().word()));
    Instant begin = clock.instant();
    log.info("Backup started at %s".formatted(WHEN.format(begin)));
    log.info("status = %s".formatted(guest.isRunning() ? "running" : "stopped"));
    Optional<String> refusal = refusal(guest, faults);
    if (refusal.isPresent()) {
      return failed(guest.vmid(), refusal.get(), log);
    }
    guest.lock("backup");
    boolean hostDied = false;
    try {
      OutputStream output = new FaultyOutput(archive, faults);
      switch (guest.kind()) {
        case QEMU ->
            new GuestCopy(guest, request, faults, log)
                .write(output, begin, new UUID(nextLong(), nextLong()), order());
        case LXC -> new ContainerCopy(guest, request, log, faults).write(output, begin, order());
      }
      kept.keep();
      if (!faults.contains(new Fault.LogEndsEarly())) {
        finished(guest, begin, log);
      }
      return 0;
    } catch (PlannedEnd e) {
      hostDied = e.exitStatus() == PlannedEnd.HOST_DIED;
      if (e.exitStatus() < 0) {
        throw e;
      }
      if (e.exitStatus() == 0) {
        kept.keep();
        finished(guest, begin, log);
      } else {
        failed(guest.vmid(), "job failed with err -5 - Input/output error", log);
      }
      return e.exitStatus();
    } catch (IOException e) {
      return failed(guest.vmid(), "interrupted by signal", log);
    } finally {
      if (!hostDied) {
        guest.lock(null);
      }
    }
  }

  private void finished(SimulatedGuest guest, Instant begin, BackupLog log) throws IOException {
    Instant end = clock.instant();
    log.info("Finished Backup of VM %d (%s)".formatted(guest.vmid(), elapsed(begin, end)));
    log.info("Backup finished at %s".formatted(WHEN.format(end)));
    log.info("Backup job finished successfully");
  }

  private static Optional<String> refusal(SimulatedGuest guest, List<Fault> faults) {
    for (Fault fault : faults) {
      if (fault instanceof Fault.Refused(String sentence)) {
        return Optional.of(sentence);
      }
    }
    return Optional.ofNullable(guest.lock()).map("VM is locked (%s)"::formatted);
  }

  private int failed(int vmid, String why, BackupLog log) {
    try {
      log.error("Backup of VM %d failed - %s".formatted(vmid, why));
      log.info("Failed at %s".formatted(WHEN.format(clock.instant())));
      log.info("Backup job finished with errors");
      log.say("job errors");
    } catch (IOException e) {
      // Who asked is gone, and the exit status tells the same.
    }
    return FAILED;
  }

  private synchronized long nextLong() {
    return random.nextLong();
  }

  private Random order() {
    return new Random(nextLong());
  }

  private static String elapsed(Instant begin, Instant end) {
    Duration time = Duration.between(begin, end);
    return "%02d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
