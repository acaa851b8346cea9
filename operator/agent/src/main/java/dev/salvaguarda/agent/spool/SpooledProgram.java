package dev.salvaguarda.agent.spool;

import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.SpooledArchive;
import dev.salvaguarda.agent.proxmox.TaskState;
import dev.salvaguarda.agent.source.Notes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.failure.RetryMeaning;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * vzdump as a task of a node. What it sends is the archive that it wrote, which is read once the
 * task has ended well, so that whoever reads slowly holds no guest.
 */
final class SpooledProgram implements SendingProgram {
  private static final int FAILED = 255;

  private final SpoolPlace place;
  private final Guest guest;
  private final String task;
  private final Set<String> before;
  private final SpoolMark mark;
  private final Notes notes;
  private final SpoolLog log;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable ProgramExit exit;
  private volatile @Nullable InputStream archive;

  /**
   * Follows a task.
   *
   * @param task its UPID, or what the host says where there is none
   * @param before archives that were on the storage before it began
   */
  SpooledProgram(
      SpoolPlace place, Guest guest, String task, Set<String> before, SpoolMark mark, Notes notes) {
    this.place = place;
    this.guest = guest;
    this.task = task;
    this.before = Set.copyOf(before);
    this.mark = mark;
    this.notes = notes;
    this.log = new SpoolLog(guest);
  }

  @Override
  public InputStream output() throws SourceException, InterruptedException {
    if (!follow().isZero() || !isTask()) {
      return InputStream.nullInputStream();
    }
    String name = log.archive().orElseThrow(() -> failed("vzdump did not say what it wrote"));
    SpooledArchive made = made(place.volume(name));
    InputStream opened = SpooledFile.open(place, guest, name, made.sizeBytes());
    archive = opened;
    if (isStopped()) {
      closeArchive();
    }
    return opened;
  }

  private SpooledArchive made(String volume) throws SourceException, InterruptedException {
    Optional<SpooledArchive> made;
    try {
      made = place.archives().stream().filter(one -> one.volume().equals(volume)).findAny();
    } catch (SourceException e) {
      throw SourceException.ofTarget(e.failure().reason(), e.failure().message(), e);
    }
    if (before.contains(volume) || made.isEmpty()) {
      throw failed(
          "vzdump says that it wrote %s, which %s"
              .formatted(volume, made.isEmpty() ? "is not on the storage" : "was there before"));
    }
    return made.get();
  }

  private SourceException failed(String why) {
    return SourceException.ofTarget(
        FailureReason.DUMP_INCOMPLETE, "%s was not copied: %s.".formatted(guest.text(), why));
  }

  @Override
  public void watchErrors(Consumer<String> told) {
    log.watch(told);
  }

  @Override
  public ProgramExit await() throws InterruptedException {
    try {
      return follow();
    } catch (SourceException e) {
      return new ProgramExit(ProgramExit.UNKNOWN, log.lines());
    }
  }

  /** To its end, which is known from then on. */
  private ProgramExit follow() throws SourceException, InterruptedException {
    if (exit == null) {
      exit = isTask() ? followTask() : new ProgramExit(0, log.lines());
    }
    return exit;
  }

  private ProgramExit followTask() throws SourceException, InterruptedException {
    Duration wait = place.pace().first();
    long heard = System.nanoTime();
    long toldToStop = 0;
    while (true) {
      try {
        if (isStopped() && toldToStop == 0) {
          toldToStop = System.nanoTime();
          place.api().stop(guest.node(), task);
        }
        TaskState state = place.api().task(guest.node(), task);
        log.read(
            (start, most) -> place.api().log(guest.node(), task, start, most), state.hasEnded());
        if (state.hasEnded()) {
          return ended(state);
        }
        heard = System.nanoTime();
      } catch (SourceException e) {
        boolean passes = e.failure().reason().retry() == RetryMeaning.BACK_OFF && !isStopped();
        if (!passes || isOver(heard, place.pace().patience())) {
          throw SourceException.ofTarget(
              e.failure().reason(),
              "%s was not copied: nobody knows how vzdump ended. %s"
                  .formatted(guest.text(), e.failure().message()),
              e);
        }
      }
      if (isStopped() && toldToStop != 0) {
        if (isOver(toldToStop, place.pace().toEnd())) {
          return new ProgramExit(ProgramExit.UNKNOWN, log.lines());
        }
        Thread.sleep(place.pace().first());
      } else {
        boolean _ = stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        wait = place.pace().after(wait);
      }
    }
  }

  private ProgramExit ended(TaskState state) {
    if (state.isGood()) {
      return new ProgramExit(0, log.lines());
    }
    log.add("the task ended: " + state.end());
    return new ProgramExit(FAILED, log.lines());
  }

  @Override
  public void stop() {
    stopped.countDown();
    closeArchive();
  }

  /** Removes what the task has made, whatever came of it. */
  @Override
  public void close() {
    closeArchive();
    stopped.countDown();
    try {
      if (isTask() && follow().isKnown()) {
        place.remove(target(), place.archives().stream().filter(this::isOwn).toList(), notes);
      } else if (isTask()) {
        warn(SpoolPlace.lost("The task %s was told to end and had not yet.".formatted(task)));
      }
    } catch (SourceException e) {
      warn(e.failure());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void warn(Failure why) {
    notes.warning(
        target(), SpoolPlace.stays(why, "what vzdump wrote to the storage " + place.storage()));
  }

  /** By the log, or by its notes, which are written last. */
  private boolean isOwn(SpooledArchive one) {
    return !before.contains(one.volume())
        && (one.volume().equals(log.archive().map(place::volume).orElse(""))
            || (one.vmid() == guest.vmid() && mark.isOwn(one.notes())));
  }

  private String target() {
    return ProxmoxOrder.target(guest.vmid());
  }

  private boolean isTask() {
    return task.startsWith("UPID:");
  }

  private boolean isStopped() {
    return stopped.getCount() == 0;
  }

  private static boolean isOver(long since, Duration limit) {
    return System.nanoTime() - since > limit.toNanos();
  }

  private void closeArchive() {
    try (InputStream _ = archive) {
      archive = null;
    } catch (IOException e) {
      // It was only read.
    }
  }
}
