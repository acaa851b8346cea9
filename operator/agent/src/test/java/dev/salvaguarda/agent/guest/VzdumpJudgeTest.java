package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.vma.VmaDrive;
import dev.salvaguarda.agent.vma.VmaException;
import dev.salvaguarda.agent.vma.VmaFault;
import dev.salvaguarda.agent.vma.VmaHeader;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.ContainerFallback;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class VzdumpJudgeTest {
  private static final UUID ARCHIVE = UUID.fromString("6f1c9a52-0a56-4b0e-9f6e-1d2f4f5a7c11");
  private static final Guest MAIL =
      new Guest(
          100,
          GuestKind.QEMU,
          "mail",
          "pve01",
          true,
          false,
          Optional.empty(),
          Set.of(),
          Optional.empty());
  private static final VmaHeader HEADER =
      new VmaHeader(
          ARCHIVE,
          Instant.parse("2026-11-22T01:00:03Z"),
          List.of(),
          List.of(new VmaDrive(1, "drive-scsi0", 65536)));
  private static final List<String> GOOD =
      List.of(
          "INFO: Starting Backup of VM 100 (qemu)",
          "INFO: issuing guest-agent 'fs-freeze' command",
          "INFO: issuing guest-agent 'fs-thaw' command",
          "INFO: started backup task '" + ARCHIVE + "'",
          "INFO: Finished Backup of VM 100 (00:04:12)");

  private static final List<String> CONTAINER =
      List.of(
          "INFO: Starting Backup of VM 100 (lxc)",
          "INFO: backup mode: snapshot",
          "INFO: Finished Backup of VM 100 (00:04:12)");

  @Test
  void aCopyThatEverybodyAgreesOnIsOneOfFrozenFileSystems() throws Exception {
    assertThat(judge(HEADER, new ProgramExit(0, GOOD))).isEqualTo(Consistency.FILE_SYSTEM);
  }

  @Test
  void withoutAFreezeThatWentWellItIsAsIfThePowerHadFailed() throws Exception {
    assertThat(judge(HEADER, new ProgramExit(0, without("freeze")))).isEqualTo(Consistency.CRASH);
    assertThat(
            judge(
                HEADER,
                new ProgramExit(
                    0,
                    with(
                        "ERROR: VM 100 qmp command 'guest-fsfreeze-freeze' failed - got timeout"))))
        .isEqualTo(Consistency.CRASH);
  }

  @Test
  void aGuestThatIsSwitchedOffHasNobodyWhoCouldFreezeItAndNeedsNone() throws Exception {
    List<String> off = new ArrayList<>(without("freeze"));
    off.add("INFO: status = stopped");

    assertThat(judge(HEADER, new ProgramExit(0, off))).isEqualTo(Consistency.FILE_SYSTEM);
  }

  @Test
  void aGuestThatWasShutDownForTheCopyIsAsGoodAsOneThatWasSwitchedOff() throws Exception {
    List<String> stopped = new ArrayList<>(without("freeze"));
    stopped.addAll(List.of("INFO: status = running", "INFO: backup mode: stop"));
    List<String> suspended = new ArrayList<>(without("freeze"));
    suspended.addAll(List.of("INFO: status = running", "INFO: backup mode: suspend"));

    assertThat(judge(HEADER, new ProgramExit(0, stopped))).isEqualTo(Consistency.FILE_SYSTEM);
    assertThat(judge(HEADER, new ProgramExit(0, suspended))).isEqualTo(Consistency.CRASH);
  }

  @Test
  void whoWaitedInVainForAnotherBackupIsToldWhatForAndWhere() {
    List<String> waited =
        List.of(
            "INFO: trying to get global lock - waiting...",
            "ERROR: can't acquire lock '/var/run/vzdump.lock' - got timeout");

    assertThat(waited).filteredOn(VzdumpLog::isWait).hasSize(1);
    assertThatThrownBy(
            () -> VzdumpJudge.judge(MAIL, null, null, false, new ProgramExit(255, waited)))
        .hasMessage(
            "Guest 100 (mail) was not copied: another backup was at work on node pve01 for as long as vzdump waits there (lockwait).");
  }

  @Test
  void anEndThatNobodyHeardOfIsNoCopy() {
    assertRefused(HEADER, new ProgramExit(ProgramExit.UNKNOWN, GOOD), FailureReason.SOURCE_LOST);
  }

  /** We end vzdump then, and it can't tell how it would have ended. */
  @Test
  void whatIsWrongWithAnArchiveSaysMoreThanThatNobodyHeardOfTheEnd() {
    ProgramExit unheard = new ProgramExit(ProgramExit.UNKNOWN, without("Finished"));

    assertFaulty(VmaFault.TOO_LARGE, unheard, FailureReason.SOURCE_VERSION_UNSUPPORTED);
    assertFaulty(VmaFault.CLUSTER_TWICE, unheard, FailureReason.DUMP_INCOMPLETE);
    assertFaulty(VmaFault.CUT_OFF, unheard, FailureReason.SOURCE_LOST);
    assertFaulty(VmaFault.CLUSTERS_MISSING, unheard, FailureReason.SOURCE_LOST);
  }

  private static void assertFaulty(VmaFault fault, ProgramExit exit, FailureReason reason) {
    VmaException wrong = new VmaException(fault, "It is wrong.");
    assertThatThrownBy(() -> VzdumpJudge.judge(MAIL, HEADER, wrong, true, exit))
        .isInstanceOfSatisfying(
            SourceException.class,
            refused -> assertThat(refused.failure().reason()).isEqualTo(reason));
  }

  @Test
  void theFirstErrorOfTheLogSaysWhyItFailed() {
    assertThatThrownBy(() ->
            judge(
                HEADER,
                new ProgramExit(
                    255,
                    List.of(
                        "INFO: starting new backup job",
                        "ERROR: Backup of VM 100 failed - VM is locked (backup)",
                        "INFO: Backup job finished with errors"))))
        .hasMessage(
            "Guest 100 (mail) was not copied: vzdump failed: Backup of VM 100 failed - VM is locked"
                + " (backup).");
  }

  @Test
  void anArchiveOfAnotherTaskOrOfAnotherGuestIsNoCopy() {
    VmaHeader other =
        new VmaHeader(new UUID(1, 2), HEADER.created(), HEADER.configs(), HEADER.drives());
    assertRefused(other, new ProgramExit(0, GOOD), FailureReason.DUMP_INCOMPLETE);
    assertRefused(HEADER, new ProgramExit(0, without("started")), FailureReason.DUMP_INCOMPLETE);
    List<String> ofAnother = new ArrayList<>(without("Finished"));
    ofAnother.add("INFO: Finished Backup of VM 1001 (00:04:12)");
    assertRefused(HEADER, new ProgramExit(0, ofAnother), FailureReason.DUMP_INCOMPLETE);
  }

  @Test
  void nothingAtAllIsNoCopyThoughVzdumpEndsWell() {
    assertThatThrownBy(() -> VzdumpJudge.judge(MAIL, null, null, false, new ProgramExit(0, GOOD)))
        .hasMessageContaining("sent nothing");
  }

  private static Consistency judge(VmaHeader header, ProgramExit exit) throws SourceException {
    return VzdumpJudge.judge(MAIL, header, null, true, exit);
  }

  private static void assertRefused(VmaHeader header, ProgramExit exit, FailureReason reason) {
    assertThatThrownBy(() -> judge(header, exit))
        .isInstanceOfSatisfying(
            SourceException.class,
            refused -> assertThat(refused.failure().reason()).isEqualTo(reason));
  }

  private static List<String> without(String word) {
    return GOOD.stream().filter(line -> !line.contains(word)).toList();
  }

  private static List<String> with(String line) {
    List<String> lines = new ArrayList<>(GOOD);
    lines.add(2, line);
    return lines;
  }

  @Test
  void aContainerIsACopyOfWhatStoodStill() throws Exception {
    assertThat(judgeContainer(ContainerFallback.FAIL, CONTAINER))
        .isEqualTo(Consistency.FILE_SYSTEM);
  }

  @Test
  void aContainerThatWasCopiedOnItsHostFirstIsRefusedUnlessThatIsAccepted() throws Exception {
    List<String> fellBack = new ArrayList<>(CONTAINER);
    fellBack.addAll(
        1,
        List.of(
            "INFO: mode failure - some volumes do not support snapshots",
            "INFO: trying 'suspend' mode instead"));

    assertThatThrownBy(() -> judgeContainer(ContainerFallback.FAIL, fellBack))
        .hasMessageContaining("Guest 100 (mail) was not copied: its storage makes no snapshots");
    assertThat(judgeContainer(ContainerFallback.ACCEPT, fellBack))
        .isEqualTo(Consistency.FILE_SYSTEM);
  }

  @Test
  void aContainerIsRefusedForWhatItsHostWasAboutToDoThoughNobodyHeardOfTheEnd() {
    ProgramExit ended =
        new ProgramExit(ProgramExit.UNKNOWN, List.of("INFO: trying 'suspend' mode instead"));

    assertThatThrownBy(
            () -> VzdumpJudge.judgeContainer(MAIL, null, false, ended, ContainerFallback.FAIL))
        .hasMessageContaining("its storage makes no snapshots");
  }

  @Test
  void aContainerOfWhichNobodySaidThatItIsCopiedWholeIsNone() {
    assertThatThrownBy(() -> judgeContainer(ContainerFallback.FAIL, CONTAINER.subList(0, 2)))
        .hasMessageContaining("vzdump did not say that it finished");
  }

  private static Consistency judgeContainer(ContainerFallback fallback, List<String> log)
      throws SourceException {
    return VzdumpJudge.judgeContainer(MAIL, null, true, new ProgramExit(0, log), fallback);
  }
}
