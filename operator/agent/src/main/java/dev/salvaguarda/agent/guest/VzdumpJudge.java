package dev.salvaguarda.agent.guest;

import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.tar.TarException;
import dev.salvaguarda.agent.tar.TarFault;
import dev.salvaguarda.agent.vma.VmaException;
import dev.salvaguarda.agent.vma.VmaFault;
import dev.salvaguarda.agent.vma.VmaHeader;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.ContainerFallback;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whether what vzdump sent is a copy. It ends well also where it did nothing, and the archive has
 * no end of its own; so all that is known of both has to agree.
 */
final class VzdumpJudge {
  private VzdumpJudge() {}

  /**
   * Judges a copy.
   *
   * @param header of the archive; null if none came
   * @param fault what is wrong with the archive; null if it was read to a good end
   * @param received whether anything came at all
   * @return the state that a restore would give
   * @throws SourceException for this target, if it is no copy
   */
  static Consistency judge(
      Guest guest,
      @Nullable VmaHeader header,
      @Nullable VmaException fault,
      boolean received,
      ProgramExit exit)
      throws SourceException {
    VzdumpLog log = new VzdumpLog(exit.errorLines());
    if (fault != null && !exit.isKnown() && !fault.fault().isOfEnd()) {
      throw noArchive(guest, fault.fault() == VmaFault.TOO_LARGE, fault);
    }
    requireGoodEnd(guest, received, exit, log);
    requireWhole(guest, header, fault, log);
    return log.frozen() || log.switchedOff() ? Consistency.FILE_SYSTEM : Consistency.CRASH;
  }

  /**
   * The same for a container.
   *
   * @param fault what is wrong with the archive; null if it was read to a good end
   */
  static Consistency judgeContainer(
      Guest guest,
      @Nullable TarException fault,
      boolean received,
      ProgramExit exit,
      ContainerFallback fallback)
      throws SourceException {
    VzdumpLog log = new VzdumpLog(exit.errorLines());
    if (fallback == ContainerFallback.FAIL && log.fellBack()) {
      throw failed(
          FailureReason.DUMP_FAILED,
          "its storage makes no snapshots, so Proxmox would copy all of its files on the host first and suspend it meanwhile. Move it to a storage that makes snapshots, or accept this by containerFallback",
          guest);
    }
    if (fault != null && !exit.isKnown() && !fault.fault().isOfEnd()) {
      throw noArchive(guest, fault.fault() == TarFault.TOO_LARGE, fault);
    }
    requireGoodEnd(guest, received, exit, log);
    if (fault != null) {
      throw noArchive(guest, fault.fault() == TarFault.TOO_LARGE, fault);
    }
    requireFinished(guest, log);
    return log.containerStoodStill() ? Consistency.FILE_SYSTEM : Consistency.CRASH;
  }

  private static void requireGoodEnd(Guest guest, boolean received, ProgramExit exit, VzdumpLog log)
      throws SourceException {
    if (!exit.isKnown()) {
      throw failed(
          FailureReason.SOURCE_LOST,
          "the connection to node %s ended before vzdump told how it ended".formatted(guest.node()),
          guest);
    }
    if (!exit.isZero() && log.waitedInVain()) {
      throw failed(
          FailureReason.DUMP_FAILED,
          "another backup was at work on node %s for as long as vzdump waits there (lockwait)"
              .formatted(guest.node()),
          guest);
    }
    if (!exit.isZero()) {
      throw failed(
          FailureReason.DUMP_FAILED,
          log.trouble()
              .map(told -> "vzdump failed: " + told)
              .orElse("vzdump ended with status %d and said nothing".formatted(exit.status())),
          guest);
    }
    if (!received) {
      throw failed(
          FailureReason.DUMP_FAILED,
          "vzdump ended well and sent nothing: it is not on node %s any more"
              .formatted(guest.node()),
          guest);
    }
  }

  private static void requireFinished(Guest guest, VzdumpLog log) throws SourceException {
    if (!log.finished(guest.vmid())) {
      throw failed(FailureReason.DUMP_INCOMPLETE, "vzdump did not say that it finished", guest);
    }
  }

  private static void requireWhole(
      Guest guest, @Nullable VmaHeader header, @Nullable VmaException fault, VzdumpLog log)
      throws SourceException {
    if (fault != null) {
      throw noArchive(guest, fault.fault() == VmaFault.TOO_LARGE, fault);
    }
    requireFinished(guest, log);
    if (header == null) {
      throw failed(FailureReason.DUMP_INCOMPLETE, "no archive came", guest);
    }
    Optional<UUID> task = log.task();
    boolean same = task.map(header.uuid()::equals).orElse(header.drives().isEmpty());
    if (!same) {
      throw failed(
          FailureReason.DUMP_INCOMPLETE,
          "the archive is not the one that vzdump said to have begun",
          guest);
    }
  }

  /** Asked first where it is why we ended vzdump, which could not tell anything then. */
  private static SourceException noArchive(Guest guest, boolean tooLarge, IOException fault) {
    return failed(
        tooLarge ? FailureReason.SOURCE_VERSION_UNSUPPORTED : FailureReason.DUMP_INCOMPLETE,
        "what came is no whole archive. " + fault.getMessage(),
        guest);
  }

  private static SourceException failed(FailureReason reason, String why, Guest guest) {
    return SourceException.ofTarget(
        reason, "%s was not copied: %s.".formatted(guest.text(), withoutStop(why)));
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }
}
