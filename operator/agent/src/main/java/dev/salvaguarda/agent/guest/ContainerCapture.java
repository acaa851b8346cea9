package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.RunningProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.tar.TarException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.io.IOException;
import java.io.PushbackInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One copy of one container, from what vzdump sends to what is stored and judged.
 *
 * @param vzdump is running, and is ended by whoever started it
 */
record ContainerCapture(
    ProxmoxOrder order, Guest guest, RunningProgram vzdump, CaptureContext context) {
  private static final int NOTED = 20;

  /** Copies it. */
  Capture copy(String target) throws SourceException, InterruptedException {
    TarException fault = null;
    boolean received = false;
    try (PushbackInputStream in = new PushbackInputStream(vzdump.output())) {
      int first = in.read();
      received = first >= 0;
      if (received) {
        in.unread(first);
        try (ContainerCopy copy = new ContainerCopy(context)) {
          copy.read(in);
          ProgramExit exit = vzdump.await();
          GuestSource.requireNotCancelled(context);
          return capture(target, copy, judge(null, true, exit), new VzdumpLog(exit.errorLines()));
        }
      }
    } catch (TarException e) {
      fault = e;
    } catch (IOException e) {
      // How the program ended, or that nobody knows, says more than how its output broke.
      received = true;
    }
    vzdump.stop();
    ProgramExit exit = vzdump.await();
    GuestSource.requireNotCancelled(context);
    Consistency _ = judge(fault, received, exit);
    throw SourceException.ofTarget(
        FailureReason.SOURCE_LOST,
        "%s was not copied: what vzdump sent could not be read.".formatted(guest.text()));
  }

  private Consistency judge(@Nullable TarException fault, boolean received, ProgramExit exit)
      throws SourceException {
    return VzdumpJudge.judgeContainer(guest, fault, received, exit, order.containerFallback());
  }

  private Capture capture(
      String target, ContainerCopy copy, Consistency consistency, VzdumpLog log) {
    if (log.fellBack()) {
      context
          .notes()
          .info(
              target,
              "No snapshot of the container could be made, so it was suspended and copied on its host first.");
    }
    if (copy.namesUnknown() > 0) {
      context
          .notes()
          .info(
              target,
              "Of %d files the access lists call users of the host by their names; they are in the archive, and not with the single files."
                  .formatted(copy.namesUnknown()));
    }
    return new Capture(
        GuestSource.placed(target, copy.store(consistency), context),
        List.of(target),
        copy.contentBytes(),
        copy.contentBytes(),
        Optional.empty(),
        consistency,
        true,
        shortfalls(target, consistency, log.changedMembers()));
  }

  private List<Failure> shortfalls(String target, Consistency consistency, List<String> changed) {
    List<Failure> shortfalls = new ArrayList<>();
    changed.stream()
        .limit(NOTED)
        .forEach(one ->
            context.notes().warning(target, new Failure(FailureReason.FILE_CHANGED, one + ".")));
    if (!changed.isEmpty()) {
      String first = changed.getFirst();
      shortfalls.add(
          new Failure(
              FailureReason.FILE_CHANGED,
              changed.size() == 1
                  ? first + "."
                  : "%d files are affected; the first: %s.".formatted(changed.size(), first)));
    }
    if (consistency.compareTo(order.requiredConsistency()) < 0) {
      shortfalls.add(
          new Failure(
              FailureReason.CONSISTENCY_TOO_WEAK,
              "vzdump did not say that the container stood still while it was copied."));
    }
    return shortfalls;
  }
}
