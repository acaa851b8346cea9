package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.SendingProgram;
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
import dev.salvaguarda.domain.workorder.ProxmoxOrder.ContainerFallback;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One copy of one container. */
final class ContainerTake extends ArchiveTake {
  private final ProxmoxOrder order;
  private final ChangedMembers changed = new ChangedMembers();

  ContainerTake(ProxmoxOrder order, Guest guest, SendingProgram vzdump, CaptureContext context) {
    super(guest, vzdump, context);
    this.order = order;
  }

  @Override
  void heard(String line, SendingProgram vzdump) {
    changed.take(line);
    if (order.containerFallback() == ContainerFallback.FAIL && VzdumpLog.isFallBack(line)) {
      // Else the host would copy all files for hours, and we would refuse what comes of it.
      vzdump.stop();
    }
  }

  @Override
  Capture take(InputStream in) throws IOException, SourceException, InterruptedException {
    try (ContainerCopy copy = new ContainerCopy(context())) {
      copy.read(in);
      ProgramExit exit = ended();
      Consistency consistency = judge(null, true, exit);
      GuestConfig.require(notCopied(), GuestConfig.OF_CONTAINER, copy.hasConfig());
      return capture(copy, consistency, new VzdumpLog(exit.errorLines()));
    }
  }

  @Override
  void refuse(@Nullable IOException fault, ProgramExit exit) throws SourceException {
    TarException ofArchive = fault instanceof TarException known ? known : null;
    Consistency _ = judge(ofArchive, fault != null, exit);
  }

  private Consistency judge(@Nullable TarException fault, boolean received, ProgramExit exit)
      throws SourceException {
    return VzdumpJudge.judgeContainer(guest(), fault, received, exit, order.containerFallback());
  }

  private Capture capture(ContainerCopy copy, Consistency consistency, VzdumpLog log) {
    String target = ProxmoxOrder.target(guest().vmid());
    if (log.fellBack()) {
      context()
          .notes()
          .info(
              target,
              "No snapshot of the container could be made, so it was suspended and copied on its host first.");
    }
    if (copy.namesUnknown() > 0) {
      context()
          .notes()
          .info(
              target,
              "Of %d files the access lists call users of the host by their names; they are in the archive, and not with the single files."
                  .formatted(copy.namesUnknown()));
    }
    return new Capture(
        placed(target, copy.store(consistency)),
        List.of(target),
        copy.contentBytes(),
        copy.contentBytes(),
        Optional.empty(),
        consistency,
        true,
        shortfalls(target, consistency));
  }

  private List<Failure> shortfalls(String target, Consistency consistency) {
    List<Failure> shortfalls = new ArrayList<>();
    List<String> named = changed.named();
    named.forEach(one ->
        context().notes().warning(target, new Failure(FailureReason.FILE_CHANGED, one + ".")));
    if (!named.isEmpty()) {
      String first = named.getFirst();
      shortfalls.add(
          new Failure(
              FailureReason.FILE_CHANGED,
              changed.count() == 1
                  ? first + "."
                  : "%d files are affected; the first: %s.".formatted(changed.count(), first)));
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
