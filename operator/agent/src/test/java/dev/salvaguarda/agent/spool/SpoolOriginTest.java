package dev.salvaguarda.agent.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.salvaguarda.agent.port.SendingProgram;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.agent.proxmox.BackupStorage;
import dev.salvaguarda.agent.proxmox.ClusterNode;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.KeptNotes;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Mode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read, and what is removed, whatever a host says. */
class SpoolOriginTest {
  private static final String ARCHIVE = "vzdump-qemu-100-2026_11_28-01_00_03.vma";
  private static final String EARLIER = "vzdump-qemu-100-2026_11_27-01_00_03.vma";
  private static final SpoolMark MARK = new SpoolMark("policy", "worker");
  private static final SpoolPace PACE =
      new SpoolPace(
          Duration.ofMillis(1),
          Duration.ofMillis(1),
          Duration.ofMillis(500),
          Duration.ofMillis(50));

  @TempDir private Path folder;
  private final ScriptedHost host = new ScriptedHost();
  private final KeptNotes notes = new KeptNotes();

  @BeforeEach
  void writeArchive() throws IOException {
    Files.createDirectory(folder.resolve("dump"));
    Files.writeString(folder.resolve("dump").resolve(ARCHIVE), "archive");
  }

  @Test
  void readsTheArchiveThatTheLogNamesAndRemovesIt() throws Exception {
    host.writes(ARCHIVE).says("INFO: Finished Backup of VM 100 (00:00:01)");

    try (SendingProgram vzdump = start("9.2")) {
      assertThat(new String(vzdump.output().readAllBytes(), UTF_8)).isEqualTo("archive");
      assertThat(vzdump.await()).isEqualTo(new ProgramExit(0, host.log));
      assertThat(host.removed).isEmpty();
    }

    assertThat(host.removed).containsExactly("spool:backup/" + ARCHIVE);
    assertThat(host.stops).isZero();
    assertThat(notes.said).isEmpty();
  }

  @Test
  void readsNoNameThatIsNoneOfAnArchiveOfThisGuest() {
    for (String name :
        List.of(
            "../../../etc/passwd",
            "vzdump-qemu-100-2026_11_28-01_00_03.vma/../secret",
            "vzdump-qemu-101-2026_11_28-01_00_03.vma",
            "vzdump-lxc-100-2026_11_28-01_00_03.tar",
            "vzdump-qemu-100-2026_11_28-01_00_03.vma.zst",
            "vzdump-qemu-100-x.vma")) {
      host.log.clear();
      host.says("INFO: creating vzdump archive '%s'".formatted(name));

      assertThat(refusal())
          .as(name)
          .isEqualTo(
              new Failure(
                  FailureReason.DUMP_INCOMPLETE,
                  "Guest 100 (mail) was not copied: vzdump did not say what it wrote."));
    }
    assertThat(host.removed).isEmpty();
  }

  @Test
  void neitherReadsNorRemovesAnArchiveThatWasThereBefore() {
    host.holds(ARCHIVE, "weekly").writes(ARCHIVE);

    assertThat(refusal().message()).contains(ARCHIVE + ", which was there before");
    assertThat(host.removed).isEmpty();
  }

  @Test
  void removesWhatAnEarlierWorkerOfThePolicyLeftAndNothingElse() throws Exception {
    host.holds(EARLIER, "salvaguarda policy another").holds("a", "salvaguarda other another");
    host.holds("b", "").holds("c", "salvaguarda policy").writes(ARCHIVE);

    start("9.2").close();

    assertThat(host.removed).containsExactly("spool:backup/" + EARLIER, "spool:backup/" + ARCHIVE);
  }

  @Test
  void removesWhatAnEarlierWorkerLeftBeforeAnyGuestIsLookedAt() throws Exception {
    host.holds(EARLIER, "salvaguarda policy another").holds("a", "salvaguarda other another");
    host.holds("b", "").holds("c", MARK.notes());

    origin().tidy(inventory("9.2", guest(Optional.of("backup"))), notes);

    assertThat(host.removed).containsExactly("spool:backup/" + EARLIER);
    assertThat(notes.said).isEmpty();
  }

  @Test
  void goesOnWhereItCantBeTidied() throws Exception {
    host.holds(EARLIER, "salvaguarda policy another").removal = "unlink failed";
    origin().tidy(inventory("9.2", guest(Optional.empty())), notes);
    host.storage = Optional.empty();
    origin().tidy(inventory("9.2", guest(Optional.empty())), notes);

    assertThat(notes.said).singleElement().asString().contains(EARLIER, "unlink failed");
  }

  @Test
  void readsNoLinkAndNothingOfAnotherSize() throws Exception {
    Path file = folder.resolve("dump").resolve(ARCHIVE);
    host.writes(ARCHIVE);
    Files.writeString(file, "another archive");
    Failure larger = refusal();
    host.there.clear();
    Files.delete(file);
    Failure absent = refusal();
    host.there.clear();
    Files.createSymbolicLink(file, Files.writeString(folder.resolve("secret"), "secrets"));

    assertThat(larger.message()).contains("has 15 bytes here, and 7 on the storage spool");
    assertThat(absent.reason()).isEqualTo(FailureReason.SOURCE_NOT_FOUND);
    assertThat(refusal().message()).endsWith(ARCHIVE + " is no file.");
  }

  @Test
  void tellsOfATaskThatFailedWhatItSaid() throws Exception {
    host.says("ERROR: Backup of VM 100 failed - no space left").end = "job errors";

    try (SendingProgram vzdump = start("9.2")) {
      assertThat(vzdump.output().readAllBytes()).isEmpty();
      assertThat(vzdump.await().status()).isEqualTo(255);
      assertThat(vzdump.await().errorLines())
          .containsExactly(
              "ERROR: Backup of VM 100 failed - no space left", "the task ended: job errors");
    }
  }

  @Test
  void bearsAHostThatIsSilentForAWhileAndNoLonger() throws Exception {
    host.writes(ARCHIVE).silences = 3;
    try (SendingProgram vzdump = start("9.2")) {
      assertThat(vzdump.output().readAllBytes()).hasSize(7);
    }
    host.there.clear();
    host.silences = Integer.MAX_VALUE;

    assertThat(refusal())
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_UNREACHABLE,
                "Guest 100 (mail) was not copied: nobody knows how vzdump ended. There is no answer."));
    assertThat(notes.said)
        .singleElement()
        .asString()
        .startsWith("It may be that what vzdump wrote");
  }

  @Test
  void stopsATaskThatIsNotWaitedFor() throws Exception {
    host.end = null;
    try (SendingProgram vzdump = start("9.2")) {
      vzdump.watchErrors(_ -> vzdump.stop());
      host.says("INFO: trying 'suspend' mode instead", "INFO: backup mode: suspend");

      assertThat(vzdump.output().readAllBytes()).isEmpty();
      assertThat(vzdump.await().isKnown()).isFalse();
    }
    assertThat(host.stops).isPositive();
    assertThat(notes.said).singleElement().asString().contains(host.task + " was told to end");
  }

  @Test
  void tellsOfAnArchiveThatTheHostDoesNotRemove() throws Exception {
    host.writes(ARCHIVE).removal = "unlink failed";

    start("9.2").close();

    assertThat(notes.said).singleElement().asString().contains(ARCHIVE).contains("unlink failed");
  }

  @Test
  void removesWhatItHasStartedItselfWithoutHearingOfIt() throws Exception {
    host.startIsLost = true;
    assertThat(catchThrowableOfType(SourceException.class, () -> start("9.2"))).isNotNull();
    assertThat(notes.said).singleElement().asString().contains("vzdump runs on the host");
    host.startIsLost = false;
    host.holds(EARLIER, MARK.notes()).writes(ARCHIVE);

    start("9.2").close();

    assertThat(host.removed).containsExactly("spool:backup/" + EARLIER, "spool:backup/" + ARCHIVE);
  }

  @Test
  void asksForWhatTheVersionKnows() throws Exception {
    start("9.2").close();
    start("8.0").close();

    assertThat(host.started.getFirst())
        .containsEntry("vmid", "100")
        .containsEntry("storage", "spool")
        .containsEntry("compress", "0")
        .containsEntry("remove", "0")
        .containsEntry("notes-template", "salvaguarda policy worker")
        .containsEntry("notification-mode", "legacy-sendmail")
        .containsEntry("fleecing", "enabled=1,storage=local-lvm");
    assertThat(host.started.get(1)).doesNotContainKeys("notification-mode", "fleecing");
    assertThat(catchThrowableOfType(SourceException.class, () -> start("7.1")).failure().reason())
        .isEqualTo(FailureReason.SOURCE_VERSION_UNSUPPORTED);
  }

  @Test
  void saysBeforehandThatTheStorageIsShortOfSpace() throws Exception {
    host.driveBytes = 5L << 30;
    host.storage = Optional.of(new BackupStorage("spool", true, true, 1L << 30));

    start("9.2").close();

    assertThat(notes.said)
        .containsExactly(
            "The drives of Guest 100 (mail) can hold 5120 MiB, and the storage spool has 1024 MiB left: its archive fits only if that much of them is empty.");
  }

  @Test
  void saysWhatIsWrongWithTheStorage() {
    host.storage = Optional.of(new BackupStorage("spool", true, false, 0));
    assertThat(catchThrowableOfType(SourceException.class, () -> start("9.2")).failure().message())
        .isEqualTo("The storage spool takes no backups: allow that content for it on the host.");
    host.storage = Optional.empty();
    assertThat(catchThrowableOfType(SourceException.class, () -> start("9.2")).failure().message())
        .isEqualTo(
            "Node pve01 has no storage spool, or the token may not see it: it needs Datastore.Audit on /storage/spool.");
  }

  private Failure refusal() {
    return catchThrowableOfType(
            SourceException.class,
            () -> {
              try (SendingProgram vzdump = start("9.2")) {
                vzdump.output().close();
              }
            })
        .failure();
  }

  private SendingProgram start(String version) throws Exception {
    Guest guest = guest(Optional.empty());
    return origin().start(guest, inventory(version, guest), notes);
  }

  private SpoolOrigin origin() {
    return new SpoolOrigin(
        host,
        new SpoolOrigin.Way("spool", folder.toString(), Mode.SNAPSHOT, "local-lvm"),
        MARK,
        PACE);
  }

  private static Guest guest(Optional<String> lock) {
    return new Guest(
        100, GuestKind.QEMU, "mail", "pve01", true, false, lock, Set.of(), Optional.empty());
  }

  private static Inventory inventory(String version, Guest guest) {
    return new Inventory(
        ProxmoxVersion.parse(version + ".0").orElseThrow(),
        List.of(guest),
        List.of(new ClusterNode("pve01", Optional.empty(), true)));
  }
}
