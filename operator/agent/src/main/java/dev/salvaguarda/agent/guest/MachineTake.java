package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.source.Capture;
import dev.salvaguarda.agent.source.CaptureContext;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaDrive;
import dev.salvaguarda.agent.vma.VmaException;
import dev.salvaguarda.agent.vma.VmaHeader;
import dev.salvaguarda.agent.vma.VmaLimits;
import dev.salvaguarda.agent.vma.VmaReader;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One copy of one virtual machine. */
final class MachineTake extends ArchiveTake {
  private final ProxmoxOrder order;
  private @Nullable VmaHeader header;

  MachineTake(ProxmoxOrder order, Guest guest, SendingProgram vzdump, CaptureContext context) {
    super(guest, vzdump, context);
    this.order = order;
  }

  @Override
  Capture take(InputStream in) throws IOException, SourceException, InterruptedException {
    VmaReader archive = VmaReader.open(in, VmaLimits.COPIED);
    VmaHeader whole = archive.header();
    header = whole;
    GuestConfig.require(
        notCopied(), whole.configs(), whole.drives().stream().map(VmaDrive::name).toList());
    try (ArchiveCopy copy = ArchiveCopy.read(archive, context())) {
      Consistency consistency = VzdumpJudge.judge(guest(), whole, null, true, ended());
      String target = ProxmoxOrder.target(guest().vmid());
      return new Capture(
          placed(target, copy.store(consistency)),
          List.of(target),
          whole.size(),
          copy.bytesRead(),
          Optional.empty(),
          consistency,
          true,
          shortfalls(consistency));
    }
  }

  @Override
  void refuse(@Nullable IOException fault, ProgramExit exit) throws SourceException {
    VmaException ofArchive = fault instanceof VmaException known ? known : null;
    Consistency _ = VzdumpJudge.judge(guest(), header, ofArchive, fault != null, exit);
  }

  private List<Failure> shortfalls(Consistency consistency) {
    if (consistency.compareTo(order.requiredConsistency()) >= 0) {
      return List.of();
    }
    return List.of(
        new Failure(
            FailureReason.CONSISTENCY_TOO_WEAK,
            "The guest's file systems were not frozen while the copy began, so it is as if the power had failed. Install and enable the QEMU guest agent in the guest, or ask for requiredConsistency Crash."));
  }
}
