package dev.salvaguarda.agent.adapter.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.agent.adapter.process.LocalProgramRunner;
import dev.salvaguarda.agent.port.LocalProgram;
import dev.salvaguarda.agent.program.Program;
import dev.salvaguarda.agent.program.ProgramExit;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.process.Signals;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forced command of hosts, beside programs that only write down how they were called. */
@Timeout(60)
class ProxmoxGuardTest {
  private static final Path GUARD = Path.of("../../examples/proxmox/salvaguarda-guard");
  private static final List<Path> SYSTEM = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  private static final String RECOVERY =
      "RESTORE_RANGE=200-299\nRESTORE_STORES=zfs\nRESTORE_POOL=back";

  /** What the archive of a guest that stays has. */
  private static final String RESTORED = "echo 'tags: nightly;salvaguarda-restored;sv-0a-17'";

  /** As long as the header of an archive says that it is, with what comes behind it. */
  private static final String ARCHIVE =
      "VMA" + "\0".repeat(55) + "0" + "\0".repeat(12_229) + "drives";

  @TempDir Path folder;

  private Path programs;
  private Path dumps;
  private Path locks;
  private Path calls;
  private Path config;

  /**
   * What came back.
   *
   * @param calls of the host's programs, one a line
   */
  private record Ended(String output, ProgramExit exit, List<String> calls) {
    String lastWord() {
      return exit.errorLines().getLast();
    }
  }

  @BeforeEach
  void layOut() throws IOException {
    programs = Files.createDirectory(folder.resolve("programs"));
    dumps = Files.createDirectory(folder.resolve("dumps"));
    locks = folder.resolve("locks");
    calls = folder.resolve("calls");
    config = folder.resolve("guard.conf");
    configure(
        "GUESTS=100 101\nTEST_RANGE=9000-9009\nTEST_STORES=local-lvm zfs\nTEST_POOL=sandbox\n"
            + RECOVERY);
    program("pveversion", "echo pve-manager/9.2.3/14a22df");
    archived("tags: salvaguarda-restored;sv-0a-17");
    program("vzdump", "touch \"$5/left.log\"; printf 'VMA'; echo 'INFO: Finished' >&2");
    program(
        "qm",
        """
        case $1 in
          create) cat >&2 ;;
          config) [ "$2" != 9001 ] || echo 'tags: lab;salvaguarda-test;sv-0a-17' ;;
          status | stop) exit 2 ;;
        esac\
        """);
  }

  @Test
  void copiesAGuestOfItsListAndLeavesNothingBehind() throws Exception {
    Ended ended = ask("backup 101 fleecing=local-lvm");

    assertThat(ended.exit().status()).isZero();
    assertThat(ended.output()).isEqualTo("VMA");
    assertThat(ended.lastWord()).isEqualTo("GUARD-EXIT 0");
    assertThat(ended.calls()).hasSize(1);
    assertThat(ended.calls().getFirst())
        .startsWith("vzdump 101 --stdout 1 --dumpdir " + dumps + "/salvaguarda.")
        .endsWith(" --mode snapshot --compress 0 --fleecing enabled=1,storage=local-lvm");
    assertThat(dumps).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backup 100 mode=suspend           | --mode suspend --compress 0",
        "backup 100 mode=stop fleecing=zfs | --mode stop --compress 0 --fleecing enabled=1,storage=zfs"
      })
  void copiesInTheModeThatIsAskedForWhereTheHostAllowsIt(String asked, String called)
      throws Exception {
    configure("GUESTS=100\nMODES=suspend stop");

    assertThat(ask(asked).calls().getFirst()).endsWith(" " + called);
  }

  @ParameterizedTest
  @CsvSource({"stop, ''", "stop, MODES=suspend", "suspend, MODES=stop", "stop, MODES=nonstop"})
  void stopsNoGuestUnlessTheHostAllowsIt(String mode, String allowed) throws Exception {
    configure("GUESTS=100\n" + allowed);

    Ended ended = ask("backup 100 mode=" + mode);

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).isEmpty();
  }

  /** Proxmox deletes what a section of copies names along with the guest, also drives of others. */
  @Test
  void takesNoSectionsFromAnArchiveNorLeavesThemToADestroy() throws Exception {
    Path files = Files.createDirectory(folder.resolve("qemu-server"));
    Path file = files.resolve("9001.conf");
    String settings = "tags: salvaguarda-test;sv-0a-17\n";
    String sections = "[special:fleecing]\nfleecing-images: zfs:vm-100-disk-0\n[s1]\nargs: -x\n";
    configure("TEST_RANGE=9000-9009\nTEST_STORES=zfs\nQEMU_DIR=" + files);
    program(
        "qm",
        """
        case $1 in
          create) printf '%%b' '%1$s' >'%2$s' ;;
          config) cat '%2$s' ;;
          status) exit 2 ;;
          destroy) cp '%2$s' '%2$s.destroyed' ;;
        esac\
        """
            .formatted((settings + sections).replace("\n", "\\n"), file));

    assertThat(ask("restore-test 9001 zfs sv-0a-17").exit().status()).isZero();
    assertThat(file).hasContent(settings);

    Files.writeString(file, settings + sections);
    assertThat(ask("destroy 9001 sv-0a-17").exit().status()).isZero();
    assertThat(files.resolve("9001.conf.destroyed")).hasContent(settings);
  }

  @Test
  void sparesGuestsByTheStorageOfTheHostUnlessAnotherIsNamed() throws Exception {
    configure("GUESTS=*\nFLEECING=fast");

    Ended ended = ask("backup 100");
    Files.delete(calls);
    Ended named = ask("backup 100 fleecing=zfs");

    assertThat(ended.calls().getFirst()).endsWith(" --fleecing enabled=1,storage=fast");
    assertThat(named.calls().getFirst()).endsWith(" --fleecing enabled=1,storage=zfs");
  }

  @Test
  void passesOnHowTheCopyEnded() throws Exception {
    program("vzdump", "echo 'ERROR: job failed' >&2; exit 255");

    Ended ended = ask("backup 100");

    assertThat(ended.exit().status()).isEqualTo(255);
    assertThat(ended.exit().errorLines()).containsExactly("ERROR: job failed", "GUARD-EXIT 255");
    assertThat(dumps).isEmptyDirectory();
  }

  /** Not by SIGHUP: whoever runs the tests may ignore that, and then a shell can't take it back. */
  @Test
  void endsTheCopyAndTidiesUpAtASignal() throws Exception {
    Path begun = folder.resolve("begun");
    program(
        "vzdump",
        "trap 'echo interrupted by signal >&2; exit 255' TERM\n"
            + "touch '%s'\nwhile :; do sleep 0.1; done".formatted(begun));
    try (LocalProgram guard = start("backup 100", "")) {
      await().until(() -> Files.exists(begun));
      assertThat(dumps).isNotEmptyDirectory();

      Signals.send("TERM", Long.toString(guard.pid()));
      byte[] _ = guard.output().readAllBytes();
      ProgramExit exit = guard.await();

      assertThat(exit.errorLines()).containsExactly("interrupted by signal", "GUARD-EXIT 255");
      assertThat(dumps).isEmptyDirectory();
    }
  }

  /**
   * It waits for another copy, or for its guest, and has written nothing by which it would know.
   */
  @Test
  void endsACopyThatNobodyReadsAnyMoreAndLetsItTidyUp() throws Exception {
    Path begun = folder.resolve("begun");
    Path released = folder.resolve("released");
    program(
        "vzdump",
        "trap 'touch \"%s\"; exit 255' TERM\ntouch '%s'\nwhile :; do sleep 0.1; done"
            .formatted(released, begun));
    try (LocalProgram guard = start("backup 100", "")) {
      await().until(() -> Files.exists(begun));

      guard.output().close();

      assertThat(guard.await().errorLines().getLast()).isEqualTo("GUARD-EXIT 255");
      assertThat(released).exists();
      assertThat(dumps).isEmptyDirectory();
    }
  }

  @Test
  void makesADisposableGuestOfWhatItIsSent() throws Exception {
    Ended ended = ask("restore-test 9000 zfs", "an archive");

    assertThat(ended.exit().errorLines()).containsExactly("an archive", "GUARD-EXIT 0");
    assertThat(ended.calls())
        .containsExactly(
            "qm status 9000",
            "qm create 9000 --archive - --storage zfs --unique 1 --onboot 0 --protection 0"
                + " --tags salvaguarda-test --pool sandbox");
  }

  @Test
  void makesADisposableContainerOfWhatItIsSent() throws Exception {
    program("pct", "[ \"$1\" != restore ] || cat >&2");

    Ended ended = ask("restore-test-ct 9000 zfs sv-0a-17 8 unprivileged", "a tar");

    assertThat(ended.exit().errorLines()).containsExactly("a tar", "GUARD-EXIT 0");
    assertThat(ended.calls())
        .contains(
            "pct restore 9000 - --rootfs zfs:8 --unprivileged 1 --unique 1 --onboot 0"
                + " --protection 0 --tags salvaguarda-test;sv-0a-17 --pool sandbox");
  }

  @Test
  void bringsAContainerBackThatHasTheTagsOfItsArchive() throws Exception {
    program(
        "pct",
        "[ \"$1\" != config ] || { %s; echo 'unprivileged: 1'; echo '%s'; }"
            .formatted(RESTORED, "rootfs: zfs:subvol-200-disk-0,size=8G"));

    Ended ended = ask("restore-ct 200 zfs sv-0a-17 8 unprivileged unique");

    assertThat(ended.exit().status()).as(ended.exit().errorLines().toString()).isZero();
    assertThat(ended.calls())
        .contains(
            "pct restore 200 - --rootfs zfs:8 --unprivileged 1 --onboot 0 --protection 0 --unique 1"
                + " --pool back")
        .noneMatch(call -> call.startsWith("pct destroy"));
  }

  /** Its configuration comes last, so that of an archive that breaks off it has no tags. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cores: 2 | unprivileged: 1 | memory: 512",
        "tags: salvaguarda-restored;sv-0a-17 | cores: 2 | memory: 512",
        "tags: salvaguarda-restored;sv-0a-17 | unprivileged: 1 | mp0: /,mp=/host",
        "tags: salvaguarda-restored;sv-0a-17 | unprivileged: 1 | dev0: /dev/sda",
        "tags: salvaguarda-restored;sv-0a-17 | unprivileged: 1 | lxc.cap.drop: x",
        "tags: salvaguarda-restored;sv-0a-17 | unprivileged: 1 | features: mount=nfs",
        "tags: salvaguarda-restored;sv-0a-17 | unprivileged: 1 | rootfs: zfs:subvol-100-disk-0",
        "tags: salvaguarda-restored;sv-0a-17 | unprivileged: 1 | hookscript: local:snippets/x"
      })
  void noContainerStaysThatIsNotKnownToBeHarmless(String tags, String second, String third)
      throws Exception {
    program(
        "pct",
        "[ \"$1\" != config ] || printf '%%s\\n' '%s' '%s' '%s'".formatted(tags, second, third));

    Ended ended = ask("restore-ct 200 zfs sv-0a-17 8 unprivileged");

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).last().asString().startsWith("pct destroy 200");
  }

  @Test
  void startsAsksAndDestroysAContainerThatItMade() throws Exception {
    Path files = Files.createDirectory(folder.resolve("lxc"));
    Files.createFile(files.resolve("9001.conf"));
    configure("TEST_RANGE=9000-9009\nTEST_STORES=zfs\nLXC_DIR=" + files);
    program(
        "pct",
        """
        case $1 in
          config) printf '%s\\n' 'tags: salvaguarda-test;sv-0a-17' 'unprivileged: 1' ;;
          status) echo 'status: running' ;;
        esac\
        """);

    for (String verb : List.of("start", "ping", "destroy")) {
      assertThat(ask(verb + " 9001 sv-0a-17").exit().status()).as(verb).isZero();
    }
    program("pct", "[ \"$1\" != config ] || echo 'tags: salvaguarda-test;sv-0a-17'");

    assertThat(ask("start 9001 sv-0a-17").exit().errorLines().getFirst())
        .contains("privileged, and PRIVILEGED");
    assertThat(ask("ping 9001 sv-0a-17").exit().status()).isEqualTo(1);
    assertThat(Files.readAllLines(calls))
        .contains(
            "pct start 9001",
            "pct status 9001",
            "pct stop 9001",
            "pct destroy 9001 --purge 1 --destroy-unreferenced-disks 1");
  }

  @Test
  void takesAwayTheEmptyGuestThatAFailedRestoreLeaves() throws Exception {
    program("qm", "[ \"$1\" = config ] || { echo \"no $1\" >&2; exit 255; }");

    Ended ended = ask("restore-test 9000 zfs sv-0a-17");

    assertThat(ended.exit().errorLines()).containsExactly("no create", "GUARD-EXIT 255");
    assertThat(ended.calls()).hasSize(4).endsWith("qm config 9000", "qm destroy 9000 --purge 1");
  }

  /** What qemu-server writes when the archive begins, and leaves if it does not come to its end. */
  @ParameterizedTest
  @ValueSource(strings = {"restore-test 9000 zfs", "restore 200 zfs sv-0a-17"})
  void takesAwayTheGuestOfAnArchiveThatWasCut(String asked) throws Exception {
    program("qm", "case $1 in create | status) exit 255 ;; config) echo 'memory: 128' ;; esac");

    Ended ended = ask(asked, ARCHIVE);

    assertThat(ended.calls()).hasSize(4).last().asString().startsWith("qm destroy ");
  }

  /** One that fails behind the end of its archive leaves all that the archive says. */
  @ParameterizedTest
  @CsvSource({
    "restore-test 9000 zfs sv-0a-17, salvaguarda-test",
    "restore 200 zfs sv-0a-17, salvaguarda-restored"
  })
  void takesAwayWhatAFailedRestoreHasWrittenByItsOwnMarkAlone(String asked, String tag)
      throws Exception {
    String made = "case $1 in create | status) exit 255 ;; config) echo 'tags: %s;%s' ;; esac";
    program("qm", made.formatted(tag, "sv-0a-17"));
    Ended own = ask(asked, ARCHIVE);
    Files.delete(calls);
    program("qm", made.formatted(tag, "sv-0b-17"));
    Ended other = ask(asked, ARCHIVE);

    assertThat(own.calls()).last().asString().startsWith("qm destroy ");
    assertThat(other.calls()).last().asString().startsWith("qm config ");
  }

  /** The tags are the archive's, so they do not say who made it; a person could start it later. */
  @Test
  void tellsOfWhatAFailedRestoreMayHaveLeftAndLetsItNotBeStarted() throws Exception {
    program(
        "pct",
        """
        case $1 in
          restore) echo 'no room' >&2; exit 255 ;;
          config) printf '%s\\n' 'unprivileged: 1' 'mp0: /,mp=/host' 'lxc.hook.pre-start: /x' ;;
        esac\
        """);
    program("qm", "exit 2");

    Ended ended = ask("restore-ct 200 zfs sv-0a-17 8 unprivileged");

    assertThat(ended.exit().errorLines())
        .containsExactly(
            "no room",
            "container 200 is on the host now, may be of this restore, and is not known to be harmless: nobody is to start it before a look at its configuration. To take it away: pct unlock 200, then pct destroy 200",
            "GUARD-EXIT 255");
    assertThat(ended.calls()).last().isEqualTo("pct set 200 --lock create");
  }

  /** Nor is a lock put on what somebody makes by hand. */
  @Test
  void tellsOfAGuestThatIsLockedAndLeavesItsLock() throws Exception {
    program("qm", "case $1 in create | status) exit 255 ;; config) echo 'lock: create' ;; esac");

    Ended ended = ask("restore-test 9000 zfs");

    assertThat(ended.exit().errorLines().getFirst()).startsWith("machine 9000 is on the host now");
    assertThat(ended.calls()).last().isEqualTo("qm config 9000");
  }

  /** What was overwritten may have mounted folders of the host, as root wished. */
  @ParameterizedTest
  @CsvSource({"'', false", "'mp1: /etc,mp=/etc', true"})
  void tellsOfAnOverwrittenContainerOnlyIfTheFailedRestoreChangedIt(String more, boolean isTold)
      throws Exception {
    configure(RECOVERY + "\nRESTORE_FORCE=yes");
    program("qm", ":");
    program(
        "pct",
        """
        case $1 in
          status) echo 'status: stopped' ;;
          restore) touch '%1$s'; exit 255 ;;
          config) echo 'mp0: /srv,mp=/srv'; [ ! -e '%1$s' ] || echo '%2$s' ;;
        esac\
        """
            .formatted(folder.resolve("begun"), more));

    Ended ended = ask("restore-ct 200 zfs sv-0a-17 8 unprivileged force");

    assertThat(ended.calls().contains("pct set 200 --lock create")).isEqualTo(isTold);
    assertThat(ended.exit().errorLines()).hasSize(isTold ? 2 : 1);
    assertThat(ended.calls()).noneMatch(call -> call.startsWith("pct destroy"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"config) exit 1", "config) echo 'hookscript: x' ;; destroy) exit 1"})
  void tellsOfAGuestThatWasMadeAndCanNotBeTakenAway(String answers) throws Exception {
    program("pct", "case $1 in %s ;; esac".formatted(answers));
    program("qm", "exit 2");

    Ended ended = ask("restore-ct 200 zfs sv-0a-17 8 unprivileged");

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.exit().errorLines().getFirst())
        .startsWith("refused: ")
        .contains("container 200 is on the host now");
    assertThat(ended.calls()).last().isEqualTo("pct set 200 --lock create");
  }

  /** It may be under way: from when its archive begins until all has come, it looks the same. */
  @ParameterizedTest
  @ValueSource(strings = {"restore-test 9000 zfs", "restore 200 zfs sv-0a-17"})
  void leavesAGuestThatWasThereBefore(String asked) throws Exception {
    program("qm", "case $1 in create) exit 255 ;; config) echo 'memory: 128' ;; esac");

    Ended ended = ask(asked, ARCHIVE);

    assertThat(ended.exit().status()).isEqualTo(75);
    assertThat(ended.exit().errorLines().getFirst()).isEqualTo("taken: this number has a guest");
    assertThat(ended.calls()).hasSize(1).last().asString().startsWith("qm status ");
  }

  @Test
  void takesNoNumberOfAGuestOnAnotherNode() throws Exception {
    Path cluster = Files.createDirectory(folder.resolve("pve"));
    Files.writeString(cluster.resolve(".vmlist"), "{\"9000\": {\"node\": \"pve02\"}}");
    configure("TEST_RANGE=9000-9009\nTEST_STORES=zfs\nQEMU_DIR=" + cluster.resolve("qemu-server"));

    assertThat(ask("restore-test 9000 zfs").exit().status()).isEqualTo(75);
    assertThat(ask("restore-test 9001 zfs").exit().status()).isZero();
  }

  /** Two that take one number within a second must not clear up behind each other. */
  @Test
  void makesOneGuestOfANumberAtATime() throws Exception {
    Path begun = folder.resolve("begun");
    Path end = folder.resolve("end");
    program(
        "qm",
        """
        case $1 in
          create) touch '%s'; while [ ! -e '%s' ]; do sleep 0.1; done ;;
          status) exit 2 ;;
          config) echo 'memory: 128' ;;
        esac\
        """
            .formatted(begun, end));
    try (LocalProgram winner = start("restore-test 9000 zfs sv-0a-17", "")) {
      await().until(() -> Files.exists(begun));

      Ended loser = ask("restore-test 9000 zfs sv-0b-17");
      Ended elsewhere = ask("ping 9001");
      Files.createFile(end);
      byte[] _ = winner.output().readAllBytes();

      assertThat(loser.exit().status()).isEqualTo(75);
      assertThat(loser.exit().errorLines())
          .containsExactly("taken: another call works on this number", "GUARD-EXIT 75");
      assertThat(elsewhere.exit().status()).as("refused, not taken").isEqualTo(64);
      assertThat(winner.await().status()).isZero();
      assertThat(Files.readAllLines(calls)).noneMatch(call -> call.startsWith("qm destroy"));
    }
  }

  /** As when a test is cancelled while the host still writes what it got. */
  @Test
  void takesAwayAGuestThatIsNotWantedAnyMoreWhenItIsMade() throws Exception {
    Path begun = folder.resolve("begun");
    Path end = folder.resolve("end");
    program(
        "qm",
        """
        case $1 in
          create) touch '%s'; while [ ! -e '%s' ]; do sleep 0.1; done ;;
          status) exit 2 ;;
          config) echo 'tags: salvaguarda-test;sv-0a-17' ;;
        esac\
        """
            .formatted(begun, end));
    try (LocalProgram making = start("restore-test 9000 zfs sv-0a-17", "")) {
      await().until(() -> Files.exists(begun));
      LocalProgram gone = start("destroy 9000 sv-0a-17", "");
      await().until(() -> Files.exists(locks.resolve("9000.unwanted")));
      Signals.send("KILL", Long.toString(gone.pid()));
      gone.close();
      Files.createFile(end);
      byte[] _ = making.output().readAllBytes();

      assertThat(making.await().errorLines())
          .containsExactly("refused: nobody wants this guest any more", "GUARD-EXIT 64");
      assertThat(Files.readAllLines(calls)).last().asString().startsWith("qm destroy 9000 ");
    }
    program("qm", "[ $1 != status ] || exit 2");
    assertThat(ask("restore-test 9000 zfs sv-0a-17").exit().status()).as("another one").isZero();
  }

  @Test
  void waitsUntilAGuestIsMadeToTakeItAway() throws Exception {
    Path begun = folder.resolve("begun");
    program(
        "qm",
        """
        case $1 in
          create) touch '%s'; sleep 1 ;;
          status) exit 2 ;;
          config) echo 'tags: salvaguarda-test' ;;
        esac\
        """
            .formatted(begun));
    try (LocalProgram making = start("restore-test 9000 zfs", "")) {
      await().until(() -> Files.exists(begun));

      Ended destroyed = ask("destroy 9000");

      assertThat(destroyed.exit().status()).isZero();
      assertThat(making.await().status()).isZero();
    }
  }

  /** Whoever starts a guest would hold its number for as long as that runs. */
  @Test
  void letsANumberGoWithTheCallThatTookIt() throws Exception {
    program(
        "qm",
        """
        [ "$1" != status ] || exit 2
        [ "$1" != config ] || echo 'tags: salvaguarda-test'
        [ "$1" = create ] || cat >&2
        if { true <&9; } 2>/dev/null; then echo held >&2; fi\
        """);

    assertThat(ask("restore-test 9001 zfs").exit().errorLines()).containsExactly("GUARD-EXIT 0");
    assertThat(ask("start 9001").exit().errorLines()).containsExactly("GUARD-EXIT 0");
    assertThat(ask("destroy 9001").exit().errorLines()).containsExactly("GUARD-EXIT 0");
  }

  @Test
  void bringsBackAGuestThatStays() throws Exception {
    Path sent = folder.resolve("sent");
    recovering("cat >'%s'".formatted(sent), RESTORED);

    Ended ended = ask("restore 200 zfs sv-0a-17 unique", ARCHIVE);

    assertThat(ended.exit().errorLines()).containsExactly("GUARD-EXIT 0");
    assertThat(sent).hasContent(ARCHIVE);
    assertThat(dumps).isEmptyDirectory();
    assertThat(ended.calls())
        .containsExactly(
            "qm status 200",
            "qm create 200 --archive - --storage zfs --onboot 0 --protection 0 --unique 1"
                + " --pool back",
            "qm config 200");
  }

  @Test
  void bringsBackWhatTheArchivesOfRecoveriesHave() throws Exception {
    recovering("cat >/dev/null", RESTORED);
    archived(
        """
        # kept by hand: args: -x
        #qmdump#map:scsi0:drive-scsi0:other:raw:
        agent: 1
        net0: virtio=BC:24:11:00:00:01,bridge=vmbr0
        scsi0: other:vm-100-disk-0,size=3G
        tags: nightly;salvaguarda-restored;sv-0a-17\
        """);

    assertThat(ask("restore 200 zfs sv-0a-17", ARCHIVE).exit().status()).isZero();
  }

  /** Nor is anything overwritten for what would be refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "args: -drive file=/dev/sda",
        "#qmdump#map:args:drive-scsi0::raw:\nargs: -drive file=/dev/sda",
        "hostpci0: 0000:01:00.0",
        "scsi1: zfs:vm-100-disk-0",
        "template: 1",
        "[special:fleecing]\nfleecing-images: zfs:vm-100-disk-0",
        "new_setting: of a later version"
      })
  void looksIntoAnArchiveBeforeAnythingIsMade(String setting) throws Exception {
    configure(RECOVERY + "\nRESTORE_FORCE=yes");
    program("qm", "[ $1 != status ] || echo 'status: stopped'");
    archived("tags: salvaguarda-restored;sv-0a-17\n" + setting);

    Ended ended = ask("restore 200 zfs sv-0a-17 force", ARCHIVE);

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).containsOnly("qm status 200");
    assertThat(dumps).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "an archive", "VMA"})
  void makesNothingOfWhatIsNoArchive(String sent) throws Exception {
    recovering("cat >/dev/null", RESTORED);

    Ended ended = ask("restore 200 zfs sv-0a-17", sent);

    assertThat(ended.exit().errorLines().getFirst())
        .isEqualTo("refused: this is no archive of a machine");
    assertThat(ended.calls()).containsExactly("qm status 200");
  }

  /** Nor may a person, who starts it later, run what whoever had the key wished. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "args: -drive file=/dev/sda",
        "cicustom: user=local:snippets/any.yaml",
        "hookscript: local:snippets/any.sh",
        "hostpci0: 0000:01:00.0",
        "scsi1: zfs:vm-100-disk-0",
        "scsi1: local-lvm:vm-200-disk-0",
        "template: 1"
      })
  void letsNothingStayThatTakesSomethingOfTheHost(String setting) throws Exception {
    recovering(":", "%s; echo '%s'".formatted(RESTORED, setting));

    Ended ended = ask("restore 200 zfs sv-0a-17", ARCHIVE);

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).hasSize(4).last().isEqualTo("qm destroy 200 --purge 1");
  }

  @Test
  void letsNothingStayThatDoesNotSayWhoMadeIt() throws Exception {
    String another = "tags: salvaguarda-restored;sv-0b-17";
    recovering(":", "echo '%s'".formatted(another));
    Ended made = ask("restore 200 zfs sv-0a-17", ARCHIVE);
    Files.delete(calls);
    archived(another);
    Ended sent = ask("restore 200 zfs sv-0a-17", ARCHIVE);

    assertThat(List.of(made, sent))
        .extracting(ended -> ended.exit().errorLines().getFirst())
        .containsOnly("refused: this archive does not have the tags of a restore");
    assertThat(made.calls()).last().isEqualTo("qm destroy 200 --purge 1");
    assertThat(sent.calls()).containsExactly("qm status 200");
  }

  @Test
  void overwritesAGuestOnlyWhereThatIsAllowedAndItIsStopped() throws Exception {
    String asked = "restore 200 zfs sv-0a-17 force";
    Ended forbidden = ask(asked);
    configure(RECOVERY + "\nRESTORE_FORCE=yes");
    program("qm", "case $1 in status) echo 'status: running' ;; esac");
    Ended running = ask(asked, ARCHIVE);
    Files.delete(calls);
    program("qm", "case $1 in status) echo 'status: stopped' ;; create) exit 255 ;; esac");
    Ended failed = ask(asked, ARCHIVE);
    Files.delete(calls);
    recovering(":", RESTORED);
    Ended free = ask(asked, ARCHIVE);

    assertThat(Stream.of(forbidden, running).map(ended -> ended.exit().status())).containsOnly(64);
    assertThat(forbidden.calls()).isEmpty();
    assertThat(running.calls()).containsOnly("qm status 200");
    assertThat(failed.calls()).as("what was there has drives").hasSize(3);
    assertThat(failed.calls().getLast()).contains(" --force 1");
    assertThat(free.exit().status()).isZero();
    assertThat(free.calls().get(1)).startsWith("qm create ").doesNotContain("--force");
  }

  @Test
  void startsAndAsksAGuestThatStaysByItsMarkAndNeverDestroysIt() throws Exception {
    configure(RECOVERY + "\nRESTORE_BRIDGES=vmbr0");
    program(
        "qm",
        "[ $1 != config ] || { %s; echo 'net0: virtio=BC:24:11:00:00:01,bridge=vmbr0'; }"
            .formatted(RESTORED));

    assertThat(ask("start 200 sv-0a-17").calls()).containsExactly("qm config 200", "qm start 200");
    Files.delete(calls);
    assertThat(ask("ping 200 sv-0a-17").calls()).last().isEqualTo("qm guest cmd 200 ping");
    Files.delete(calls);
    assertThat(ask("start 200").calls()).as("whose is it?").containsExactly("qm config 200");
    assertThat(ask("start 200 sv-0b-17").calls()).doesNotContain("qm start 200");
    assertThat(ask("destroy 200 sv-0a-17").exit().status()).isEqualTo(64);
  }

  /** Else whoever has the key could put a machine of his own making into every network. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | bridge=vmbr0 | false",
        "'' | firewall=1 | false",
        "'' | bridge=vmbr0,link_down=1 | true",
        "RESTORE_BRIDGES=vmbr0 vmbr1 | bridge=vmbr1,tag=7 | true",
        "RESTORE_BRIDGES=vmbr0 vmbr1 | bridge=vmbr2 | false",
        "RESTORE_BRIDGES=vmbr0 | firewall=1 | false",
        "RESTORE_BRIDGES=vmbr0 | bridge=vmbr1,bridge=vmbr0 | false",
        "RESTORE_BRIDGES=vmbr0:7 | bridge=vmbr0,firewall=1,tag=7 | true",
        "RESTORE_BRIDGES=vmbr0:7 | tag=7,bridge=vmbr0 | true",
        "RESTORE_BRIDGES=vmbr0:7 | bridge=vmbr0 | false",
        "RESTORE_BRIDGES=vmbr0:7 | bridge=vmbr0,tag=70 | false",
        "RESTORE_BRIDGES=vmbr0:7 | bridge=vmbr0,tag=7,trunks=8 | false",
        "RESTORE_BRIDGES=* | bridge=vmbr0,tag=7 | true"
      })
  void startsAGuestThatStaysOnlyOnBridgesThatTheHostNames(
      String allowed, String link, boolean isStarted) throws Exception {
    configure(RECOVERY + "\n" + allowed);
    program(
        "qm",
        "[ $1 != config ] || { %s; echo 'net1: virtio=BC:24:11:00:00:01,%s'; }"
            .formatted(RESTORED, link));

    Ended ended = ask("start 200 sv-0a-17");

    assertThat(ended.calls().contains("qm start 200")).isEqualTo(isStarted);
    assertThat(ended.exit().errorLines().getFirst().contains("RESTORE_BRIDGES"))
        .as(ended.exit().errorLines().toString())
        .isEqualTo(!isStarted);
  }

  /** Where the ranges of two keys overlap. */
  @Test
  void aKeyOfTestsTakesNoGuestAwayThatStays() throws Exception {
    configure(RECOVERY + "\nTEST_RANGE=200-209\nTEST_STORES=zfs");
    program("qm", "[ $1 != config ] || { %s; }".formatted(RESTORED));

    Ended refused = ask("destroy 200 sv-0a-17");
    assertThat(locks.resolve("200.unwanted")).doesNotExist();
    Files.writeString(locks.resolve("200.unwanted"), "sv-0a-17\n");
    Ended started = ask("start 200 sv-0a-17");

    assertThat(refused.exit().status()).isEqualTo(64);
    assertThat(started.exit().status()).isZero();
    assertThat(started.calls()).noneMatch(call -> call.startsWith("qm destroy"));
  }

  /** Proxmox deletes all volumes of a container that it overwrites. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mp0: zfs:subvol-200-disk-1,mp=/srv,size=8G | false",
        "mp1: zfs:subvol-200-disk-1,mp=/srv,backup=0 | false",
        "unused0: zfs:subvol-200-disk-7 | false",
        "mp0: zfs:subvol-200-disk-1,mp=/srv,backup=1 | true",
        "mp0: /srv,mp=/srv | true"
      })
  void overwritesNoContainerWithVolumesThatAreInNoCopy(String setting, boolean isOverwritten)
      throws Exception {
    configure(RECOVERY + "\nRESTORE_FORCE=yes");
    program("qm", ":");
    program(
        "pct",
        "case $1 in status) echo 'status: stopped' ;; config) echo '%s' ;; esac"
            .formatted(setting));

    Ended ended = ask("restore-ct 200 zfs sv-0a-17 8 unprivileged force");

    assertThat(ended.calls().stream().anyMatch(call -> call.startsWith("pct restore")))
        .as(ended.exit().errorLines().toString())
        .isEqualTo(isOverwritten);
  }

  @Test
  void takesNoFolderOfLocksThatOthersWriteTo() throws Exception {
    Files.createDirectory(locks);
    Files.setPosixFilePermissions(locks, PosixFilePermissions.fromString("rwxrwxrwx"));

    Ended ended = ask("restore-test 9000 zfs sv-0a-17", "an archive");

    assertThat(ended.exit().errorLines())
        .containsExactly("refused: others can write to LOCK_DIR", "GUARD-EXIT 64");
    assertThat(ended.calls()).isEmpty();
  }

  /** A key that copies, and one that tries copies, bring nothing back. */
  @Test
  void bringsNothingBackUnlessTheConfigurationSaysSo() throws Exception {
    configure("GUESTS=*\nTEST_RANGE=100-9009\nTEST_STORES=zfs");

    Ended ended = ask("restore 200 zfs sv-0a-17");

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'lock: create'", "echo 'scsi0: zfs:vm-9000-disk-0'", "exit 2"})
  void leavesWhatWasNotMadeByARestoreThatFails(String there) throws Exception {
    program("qm", "case $1 in create | status) exit 255 ;; config) %s ;; esac".formatted(there));

    Ended ended = ask("restore-test 9000 zfs");

    assertThat(ended.calls()).hasSize(3).last().isEqualTo("qm config 9000");
  }

  /** Whoever has it lets ssh wait as long as the guest runs. */
  @ParameterizedTest
  @ValueSource(strings = {"restore-test 9001 zfs", "start 9001", "destroy 9001"})
  void leavesNoGuestWithWhatSshGave(String asked) throws Exception {
    program(
        "qm",
        """
        [ "$1" != status ] || exit 2
        [ "$1" != config ] || echo 'tags: salvaguarda-test'
        [ "$1" = create ] || cat >&2
        if { true <&3; } 2>/dev/null; then echo held >&2; fi\
        """);

    Ended ended = ask(asked, "an archive");

    assertThat(ended.exit().errorLines()).containsExactly("GUARD-EXIT 0");
  }

  @Test
  void marksADisposableGuestAsThatOfOneTest() throws Exception {
    Ended ended = ask("restore-test 9000 zfs sv-0a-17", "an archive");

    assertThat(ended.calls().getLast()).contains(" --tags salvaguarda-test;sv-0a-17 ");
  }

  @ParameterizedTest
  @CsvSource({"start, 64", "ping, 64", "destroy, 0"})
  void touchesNoGuestOfAnotherTest(String verb, int status) throws Exception {
    Ended own = ask(verb + " 9001 sv-0a-17");
    Files.delete(calls);
    Ended other = ask(verb + " 9001 sv-0b-17");

    assertThat(own.exit().status()).isZero();
    assertThat(other.exit().status()).isEqualTo(status);
    assertThat(other.calls()).containsExactly("qm config 9001");
  }

  /** Whoever made nothing must not be told that it is still there. */
  @Test
  void takesAwayWhatIsNotThere() throws Exception {
    Path files = Files.createDirectory(folder.resolve("qemu-server"));
    configure("TEST_RANGE=9000-9009\nTEST_STORES=zfs\nQEMU_DIR=" + files);
    program("qm", "exit 2");

    Ended gone = ask("destroy 9001 sv-0a-17");
    Files.createFile(files.resolve("9001.conf"));
    Ended unreadable = ask("destroy 9001 sv-0a-17");
    program("qm", ":");
    Ended untold = ask("destroy 9001 sv-0a-17");

    assertThat(gone.exit().errorLines())
        .containsExactly("no guest of this test is here", "GUARD-EXIT 0");
    assertThat(List.of(unreadable, untold))
        .extracting(ended -> ended.exit().status())
        .containsOnly(64);
  }

  @Test
  void startsADisposableGuestAndAsksItsAgent() throws Exception {
    Ended started = ask("start 9001");
    Files.delete(calls);
    Ended asked = ask("ping 9001");

    assertThat(started.calls()).containsExactly("qm config 9001", "qm start 9001");
    assertThat(asked.calls()).containsExactly("qm config 9001", "qm guest cmd 9001 ping");
  }

  /** "sh", "-c", "echo 'a b' $HOME;\n\"*\"" and "ü?>" in base64url. */
  private static final String WORDS = "c2g= LWM= ZWNobyAnYSBiJyAkSE9NRTsKIioi w7w_Pg==";

  @Test
  void runsAProgramInAGuestOfItsTestAsItIsWritten() throws Exception {
    program(
        "qm",
        """
        case $1 in
          config) echo 'tags: salvaguarda-test;sv-0a-17' ;;
          guest) shift 6; printf '<%s>' "$@" ;;
        esac\
        """);

    Ended ended = ask("exec 9001 sv-0a-17 30 " + WORDS);

    assertThat(ended.exit().status()).isZero();
    assertThat(ended.output()).isEqualTo("<sh><-c><echo 'a b' $HOME;\n\"*\"><ü?>>");
    assertThat(ended.calls().get(1)).startsWith("qm guest exec 9001 --timeout 30 -- sh -c echo");
  }

  @Test
  void tellsHowAProgramInAContainerEndedAndNothingOfItsErrors() throws Exception {
    container("shift 3; exec \"$@\"");

    Ended ended = inContainer(30, "sh", "-c", "echo up; echo 'refused: s3cret' >&2; exit 64");
    Ended named = inContainer(30, "printf", "<%s>", "ü?>", "a b");

    assertThat(ended.exit()).isEqualTo(new ProgramExit(0, List.of("GUARD-EXIT 0")));
    assertThat(ended.output()).matches("up\n\nSV-EXIT-[0-9a-f]{32} 64\n");
    assertThat(ended.calls().get(1)).startsWith("pct exec 9001 -- sh -c ");
    assertThat(named.output()).matches("<ü\\?>><a b>\nSV-EXIT-[0-9a-f]{32} 0\n");
    assertThat(dumps).isEmptyDirectory();
  }

  /** pct ends with 255 where the container does not run, and lxc-attach with 1. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "exit 255",
        "exit 1",
        "exit 0",
        "echo up; printf 'SV-EXIT-%032d 0\n' 0",
        "shift 3; \"$@\"; echo more"
      })
  void whatWasNotRunInAContainerHasNotEnded(String exec) throws Exception {
    container(exec);

    Ended ended = inContainer(30, "true");

    assertThat(ended.exit().status()).isEqualTo(1);
    assertThat(ended.output()).isEmpty();
    assertThat(ended.exit().errorLines())
        .containsExactly(
            "the container does not run or has no sh, or the program prints too much",
            "GUARD-EXIT 1");
  }

  @Test
  void waitsForNoProgramInAContainerLongerThanItsTimeNorForWhatItLeavesBehind() throws Exception {
    container("shift 3; exec \"$@\"");
    long begun = System.nanoTime();

    Ended left = inContainer(30, "sh", "-c", "sleep 40 & echo up");
    Ended cut = inContainer(1, "sleep", "40");

    assertThat(left.output()).startsWith("up\n").contains("SV-EXIT-");
    assertThat(cut.exit().status()).isEqualTo(124);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(25));
  }

  @Test
  void theLastOfMuchThatAProgramInAContainerPrintsIsTold() throws Exception {
    container("shift 3; exec \"$@\"");

    Ended much =
        inContainer(30, "sh", "-c", "head -c 300000 /dev/zero | tr '\\0' x; echo; echo up");

    assertThat(much.output()).hasSize(1 << 16).startsWith("xxx").contains("x\nup\n\nSV-EXIT-");
  }

  /** Proxmox reads arguments as its locale says, and what it runs gets what it was given itself. */
  @Test
  void tellsAProgramNothingOfWhoAsksAndItsHostThatArgumentsAreOfUnicode() throws Exception {
    container("shift 3; exec \"$@\"");
    program(
        "qm",
        "[ \"$1\" = config ] && echo 'tags: salvaguarda-test;sv-0a-17' || { echo \"$LC_ALL\"; env; }");

    Ended inContainer = inContainer(30, "env");
    Files.delete(folder.resolve("lxc").resolve("9001.conf"));
    Ended inMachine = inContainer(30, "env");

    assertThat(inContainer.output()).contains("LC_ALL=C.UTF-8\n").doesNotContain("SSH_ORIGINAL");
    assertThat(inMachine.output()).startsWith("C.UTF-8\n").doesNotContain("SSH_ORIGINAL");
  }

  /** Number 9001 is a container, in which programs are run so. */
  private void container(String exec) throws IOException {
    Path files = Files.createDirectory(folder.resolve("lxc"));
    Files.createFile(files.resolve("9001.conf"));
    configure("TEST_RANGE=9000-9009\nTEST_STORES=zfs\nLXC_DIR=" + files);
    program(
        "pct",
        """
        case $1 in
          config) printf '%%s\\n' 'tags: salvaguarda-test;sv-0a-17' 'unprivileged: 1' ;;
          exec) %s ;;
        esac\
        """
            .formatted(exec));
  }

  private Ended inContainer(int seconds, String... argv) throws Exception {
    String words =
        Stream.of(argv)
            .map(word ->
                Base64.getUrlEncoder().encodeToString(word.getBytes(StandardCharsets.UTF_8)))
            .collect(Collectors.joining(" "));
    return ask("exec 9001 sv-0a-17 %d %s".formatted(seconds, words));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9001 sv-0b-17 30 dHJ1ZQ==", "200 sv-0a-17 30 dHJ1ZQ=="})
  void runsNoProgramInAGuestOfAnotherTestNorInOneThatStays(String asked) throws Exception {
    program(
        "qm",
        "[ \"$2\" = 200 ] && echo 'tags: salvaguarda-restored;sv-0a-17' || echo 'tags: salvaguarda-test;sv-0a-17'");

    Ended ended = ask("exec " + asked);

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).hasSize(1).first().asString().startsWith("qm config");
  }

  /** Somebody may have plugged it in by hand, or set what is no test's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "net0: virtio=BC:24:11:00:00:01,bridge=vmbr0 | a link of this guest is not down",
        "scsi1: zfs:vm-100-disk-0 | a drive of this guest belongs to another"
      })
  void runsNoProgramInAGuestThatWouldNotBeStarted(String setting, String why) throws Exception {
    configure("TEST_RANGE=9000-9009\nTEST_STORES=zfs\nRESTORE_BRIDGES=*");
    program(
        "qm",
        "[ $1 != config ] || printf '%%s\\n' 'tags: salvaguarda-test;sv-0a-17' '%s'"
            .formatted(setting));

    Ended ended = ask("exec 9001 sv-0a-17 30 dHJ1ZQ==");

    assertThat(ended.exit().errorLines()).containsExactly("refused: " + why, "GUARD-EXIT 64");
    assertThat(ended.calls()).containsExactly("qm config 9001");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0 dHJ1ZQ==", "1e3 dHJ1ZQ==", "999999 dHJ1ZQ==", "30 =dHJ", "30 dHJ1ZQ== a"})
  void runsNoProgramThatIsNotWellSaid(String asked) throws Exception {
    Ended ended = ask("exec 9001 sv-0a-17 " + asked);

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).containsExactly("qm config 9001");
  }

  @Test
  void startsAGuestWithWhatTheArchivesOfTestsHave() throws Exception {
    settings(
        """
        agent: 1
        efidisk0: local-lvm:vm-9001-disk-0,size=528K
        net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1,link_down=1,tag=7
        scsi0: zfs:9001/vm-9001-disk-1.raw,size=3G
        scsi1: zfs:9001/vm-9001-disk-2.qcow2,format=qcow2,size=3G
        scsi2: zfs:vm-9001-disk-3,format=raw
        serial0: socket
        unused0: zfs:vm-9001-disk-7\
        """);

    Ended ended = ask("start 9001");

    assertThat(ended.calls()).containsExactly("qm config 9001", "qm start 9001");
  }

  /** The key alone must not be enough to become root by an archive. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "args: -drive file=/dev/sda",
        "hookscript: local:snippets/any.sh",
        "serial1: /dev/ttyS0",
        "net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,link_down=0",
        "scsi1: local-lvm:vm-100-disk-0",
        "scsi1: local-lvm:vm-90011-disk-0",
        "scsi1: zfs:9001/vm-9001-disk-0.raw,format=qcow2",
        "scsi1: zfs:9001/vm-9001-disk-0.raw,format=raw2,size=3G",
        "scsi1: zfs:9001/vm-9001-/../../100/vm-100-disk-0.raw",
        "scsi1: other:vm-9001-disk-0"
      })
  void startsNoGuestThatTakesSomethingOfTheHost(String setting) throws Exception {
    settings(setting);

    Ended ended = ask("start 9001");

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).containsExactly("qm config 9001");
  }

  @Test
  void tellsAGuestThatIsNotThereFromOneOfAnother() throws Exception {
    program("qm", "exit 2");

    Ended ended = ask("destroy 9001");

    assertThat(ended.exit().errorLines())
        .containsExactly(
            "refused: there is no such guest here, or none to be seen", "GUARD-EXIT 64");
  }

  @Test
  void destroysOnlyWhatATestHasMade() throws Exception {
    Ended made = ask("destroy 9001");
    Files.delete(calls);
    Ended found = ask("destroy 9002");

    assertThat(made.exit().status()).isZero();
    assertThat(made.calls())
        .containsExactly(
            "qm config 9001",
            "qm stop 9001",
            "qm destroy 9001 --purge 1 --destroy-unreferenced-disks 1");
    assertThat(found.exit().status()).isEqualTo(64);
    assertThat(found.calls()).containsExactly("qm config 9002");
  }

  @Test
  void tellsTheVersionOfTheHost() throws Exception {
    Ended ended = ask("probe");

    assertThat(ended.output())
        .isEqualTo(
            "VERSION=1\nGUESTS=100 101\nTEST_RANGE=9000-9009\nTEST_STORES=local-lvm zfs\npve-manager/9.2.3/14a22df\n");
    assertThat(ended.lastWord()).isEqualTo("GUARD-EXIT 0");
    assertThat(ask("version").output()).isEqualTo("VERSION=1\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "backup",
        "backup 102",
        "backup 0100",
        "backup 10",
        "backup 1000000000",
        "backup 100 101",
        "backup 100  fleecing=zfs",
        "backup 100 fleecing=",
        "backup 100 fleecing=-x",
        "backup 100 fleecing=zfs fleecing=zfs",
        "backup 100 --all",
        "backup 100 mode=",
        "backup 100 mode=snap",
        "backup 100 mode=stop mode=stop",
        "backup 100 mode=stopfleecing=zfs",
        "backup 100 fleecing=zfs mode=stop",
        "backup 100;touch${IFS}x",
        "backup $(touch x)",
        "backup `touch x`",
        "backup 100\nprobe",
        "backup *",
        " probe",
        "probe 1",
        "restore-test 100 zfs",
        "restore-test 9010 zfs",
        "restore-test 9000 other",
        "restore-test 9000 local-lvm zfs",
        "restore-test 9000",
        "restore-test 9000 zfs other",
        "restore-test 9000 zfs sv-",
        "restore 100 zfs sv-0a-17",
        "restore 300 zfs sv-0a-17",
        "restore 200 local-lvm sv-0a-17",
        "restore 200 zfs",
        "restore 200 zfs unique",
        "restore 200 zfs sv-0a-17 force unique",
        "restore 200 zfs sv-0a-17 force",
        "restore 200 zfs sv-0a-17 unique unique",
        "restore-test-ct 9000 zfs sv-0a-17",
        "restore-test-ct 9000 zfs sv-0a-17 8",
        "restore-test-ct 9000 zfs sv-0a-17 0 unprivileged",
        "restore-test-ct 9000 zfs sv-0a-17 1000000 unprivileged",
        "restore-test-ct 9000 zfs sv-0a-17 8 unprivileged unique",
        "restore-test-ct 9010 zfs sv-0a-17 8 unprivileged",
        "restore-test-ct 9000 other sv-0a-17 8 unprivileged",
        "restore-test-ct 9000 zfs 8 unprivileged",
        "restore-ct 200 zfs sv-0a-17 8 unprivileged force",
        "restore-ct 300 zfs sv-0a-17 8 unprivileged",
        "start 100",
        "start 9001 9002",
        "ping 9001 sv-a;b",
        "ping",
        "exec 100 sv-0a-17 30 dHJ1ZQ==",
        "exec 9001 sv-0a-17 30",
        "exec 9001 30 dHJ1ZQ==",
        "exec 9001 sv-0a-17 30 dHJ1ZQ==;id",
        "destroy 100",
        "destroy 9000-9009",
        "destroy 9001 9002",
        "vzdump 100 --stdout"
      })
  void refusesWhateverElseIsAsked(String asked) throws Exception {
    Ended ended = ask(asked);

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.exit().errorLines()).hasSize(2).last().isEqualTo("GUARD-EXIT 64");
    assertThat(ended.output()).isEmpty();
    assertThat(ended.calls()).isEmpty();
  }

  @Test
  void allowsNothingWithoutAConfiguration() throws Exception {
    Files.writeString(config, "");
    Ended empty = ask("backup 100");
    Ended test = ask("restore-test 9000 zfs");
    Files.writeString(config, "GUEST=100\n");
    Ended wrong = ask("probe");
    Files.delete(config);
    Ended none = ask("probe");

    assertThat(Stream.of(empty, test, wrong, none).map(ended -> ended.exit().status()))
        .containsOnly(64);
    assertThat(none.calls()).isEmpty();
  }

  @Test
  void copiesEveryGuestWhereTheListIsAStar() throws Exception {
    configure("GUESTS=*\nQUIET=yes");

    Ended ended = ask("backup 4711");

    assertThat(ended.calls().getFirst())
        .startsWith("vzdump 4711 ")
        .endsWith(" --notification-mode legacy-sendmail");
  }

  @Test
  void readsAConfigurationThatAnEditorOfAnotherSystemWrote() throws Exception {
    configure("GUESTS=* \t\r\n\r\n  \nQUIET=yes\r");

    Ended ended = ask("backup 4711");

    assertThat(ended.calls().getFirst()).endsWith(" --notification-mode legacy-sendmail");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "GUESTS=\"100\" | no value has quotes",
        "GUESTS='100' | no value has quotes",
        "GUESTS=100,101 | GUESTS has numbers of guests with blanks between them, or * alone",
        "GUESTS=* 100 | GUESTS has numbers of guests with blanks between them, or * alone",
        "TEST_RANGE=9000..9099 | TEST_RANGE has two numbers of guests with a - between them",
        "RESTORE_RANGE=299-200 | RESTORE_RANGE has two numbers of guests with a - between them",
        "TEST_STORES=local-lvm,zfs | TEST_STORES has names of storages with blanks between them",
        "MODES=suspend,stop | MODES has suspend, stop, or both with a blank between them",
        "QUIET=No | QUIET is neither yes nor no",
        "QUIET= | QUIET is neither yes nor no",
        "PRIVILEGED=1 | PRIVILEGED is neither yes nor no",
        "FLEECING=-x | FLEECING is no name of a storage",
        "RESTORE_BRIDGES=vmbr0,vmbr1 | RESTORE_BRIDGES has bridges with blanks between them, each with or without :VLAN, or * alone",
        "RESTORE_BRIDGES=vmbr0:x | RESTORE_BRIDGES has bridges with blanks between them, each with or without :VLAN, or * alone",
        "LXC_DIR=lxc | LXC_DIR is no folder from / on",
        "GUEST=100 | this key is none that the guard knows",
        "GUESTS | this is not of the form KEY=VALUE"
      })
  void refusesAConfigurationThatSaysSomethingElseThanItSeemsAndTellsTheLine(String line, String why)
      throws Exception {
    configure("\n" + line);

    Ended ended = ask("probe");

    assertThat(ended.exit().errorLines())
        .containsExactly("refused: line 3 of %s: %s".formatted(config, why), "GUARD-EXIT 64");
    assertThat(ended.calls()).isEmpty();
  }

  @Test
  void refusesAKeyThatStandsTwice() throws Exception {
    configure("GUESTS=100\nGUESTS=101");

    assertThat(ask("probe").exit().errorLines())
        .contains(
            "refused: line 3 of %s: GUESTS stands here for the second time".formatted(config));
  }

  @Test
  void takesTheModeThatNeedsNotBeNamed() throws Exception {
    configure("GUESTS=100\nMODES=snapshot suspend");

    assertThat(ask("probe").exit().errorLines()).doesNotContain("GUARD-EXIT 64");
  }

  @Test
  void takesMoreThanOneBlankBetweenWhatAListNames() throws Exception {
    configure("GUESTS=  100 \t 101");

    assertThat(ask("backup 101").exit().status()).isZero();
    assertThat(ask("probe").output()).contains("GUESTS=100 101\n");
  }

  /** What the configuration of the archive that is sent says. */
  private void archived(String lines) throws IOException {
    Path file = Files.writeString(folder.resolve("archived"), lines + "\n");
    script("vma", "[ \"$1\" = config ] && cat '%s'".formatted(file));
  }

  /** No guest is there, and this makes one. */
  private void recovering(String create, String settings) throws IOException {
    program(
        "qm",
        "case $1 in create) %s ;; status) exit 2 ;; config) %s ;; esac"
            .formatted(create, settings));
  }

  private void settings(String lines) throws IOException {
    program(
        "qm",
        "[ \"$1\" != config ] || printf '%%s\\n' 'tags: salvaguarda-test' '%s'".formatted(lines));
  }

  private Ended ask(String asked) throws Exception {
    return ask(asked, "");
  }

  private Ended ask(String asked, String input) throws Exception {
    try (LocalProgram guard = start(asked, input)) {
      String output = new String(guard.output().readAllBytes(), StandardCharsets.UTF_8);
      ProgramExit exit = guard.await();
      return new Ended(output, exit, Files.exists(calls) ? Files.readAllLines(calls) : List.of());
    }
  }

  private LocalProgram start(String asked, String input) throws Exception {
    return new LocalProgramRunner(SYSTEM)
        .start(
            new Program(
                "sh",
                List.of(GUARD.toAbsolutePath().toString(), config.toString()),
                Map.of("PATH", programs + ":/usr/bin:/bin", "SSH_ORIGINAL_COMMAND", asked),
                SecretBytes.ofUtf8(input),
                List.of()));
  }

  private void configure(String lines) throws IOException {
    Files.writeString(
        config, "# for a test\n" + lines + "\nDUMP_DIR=" + dumps + "\nLOCK_DIR=" + locks + "\n");
  }

  private void program(String name, String body) throws IOException {
    script(name, "echo \"%s $*\" >>'%s'\n%s".formatted(name, calls, body));
  }

  private void script(String name, String body) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\n%s\n".formatted(body));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
