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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The forced command of hosts, beside programs that only write down how they were called. */
@Timeout(60)
class ProxmoxGuardTest {
  private static final Path GUARD = Path.of("../../examples/proxmox/salvaguarda-guard");
  private static final List<Path> SYSTEM = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  @TempDir Path folder;

  private Path programs;
  private Path dumps;
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
    calls = folder.resolve("calls");
    config = folder.resolve("guard.conf");
    configure("GUESTS=100 101\nTEST_RANGE=9000-9009\nTEST_STORES=local-lvm zfs\nTEST_POOL=sandbox");
    program("pveversion", "echo pve-manager/9.2.3/14a22df");
    program("vzdump", "touch \"$5/left.log\"; printf 'VMA'; echo 'INFO: Finished' >&2");
    program(
        "qm",
        """
        case $1 in
          create) cat >&2 ;;
          config) [ "$2" != 9001 ] || echo 'tags: lab;salvaguarda-test;sv-0a-17' ;;
          stop) exit 2 ;;
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

  @Test
  void makesADisposableGuestOfWhatItIsSent() throws Exception {
    Ended ended = ask("restore-test 9000 zfs", "an archive");

    assertThat(ended.exit().errorLines()).containsExactly("an archive", "GUARD-EXIT 0");
    assertThat(ended.calls())
        .containsExactly(
            "qm create 9000 --archive - --storage zfs --unique 1 --onboot 0 --protection 0"
                + " --tags salvaguarda-test --pool sandbox");
  }

  @Test
  void takesAwayTheEmptyGuestThatAFailedRestoreLeaves() throws Exception {
    program("qm", "[ \"$1\" = config ] || { echo \"no $1\" >&2; exit 255; }");

    Ended ended = ask("restore-test 9000 zfs sv-0a-17");

    assertThat(ended.exit().errorLines()).containsExactly("no create", "GUARD-EXIT 255");
    assertThat(ended.calls()).hasSize(3).endsWith("qm config 9000", "qm destroy 9000 --purge 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo 'lock: create'", "echo 'scsi0: zfs:vm-9000-disk-0'", "exit 2"})
  void leavesWhatWasNotMadeByARestoreThatFails(String there) throws Exception {
    program("qm", "case $1 in create) exit 255 ;; config) %s ;; esac".formatted(there));

    Ended ended = ask("restore-test 9000 zfs");

    assertThat(ended.calls()).hasSize(2).last().isEqualTo("qm config 9000");
  }

  /** Whoever has it lets ssh wait as long as the guest runs. */
  @ParameterizedTest
  @ValueSource(strings = {"restore-test 9001 zfs", "start 9001", "destroy 9001"})
  void leavesNoGuestWithWhatSshGave(String asked) throws Exception {
    program(
        "qm",
        """
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

    assertThat(ended.calls().getFirst()).contains(" --tags salvaguarda-test;sv-0a-17 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"start", "ping", "destroy"})
  void touchesNoGuestOfAnotherTest(String verb) throws Exception {
    Ended own = ask(verb + " 9001 sv-0a-17");
    Files.delete(calls);
    Ended other = ask(verb + " 9001 sv-0b-17");

    assertThat(own.exit().status()).isZero();
    assertThat(other.exit().status()).isEqualTo(64);
    assertThat(other.calls()).containsExactly("qm config 9001");
  }

  @Test
  void startsADisposableGuestAndAsksItsAgent() throws Exception {
    Ended started = ask("start 9001");
    Files.delete(calls);
    Ended asked = ask("ping 9001");

    assertThat(started.calls()).containsExactly("qm config 9001", "qm start 9001");
    assertThat(asked.calls()).containsExactly("qm config 9001", "qm guest cmd 9001 ping");
  }

  @Test
  void startsAGuestWithWhatTheArchivesOfTestsHave() throws Exception {
    settings(
        """
        agent: 1
        efidisk0: local-lvm:vm-9001-disk-0,size=528K
        net0: virtio=BC:24:11:00:00:01,bridge=vmbr0,firewall=1,link_down=1,tag=7
        scsi0: zfs:9001/vm-9001-disk-1.raw,size=3G
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

    assertThat(ended.output()).isEqualTo("pve-manager/9.2.3/14a22df\n");
    assertThat(ended.lastWord()).isEqualTo("GUARD-EXIT 0");
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
        "start 100",
        "start 9001 9002",
        "ping 9001 sv-a;b",
        "ping",
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
  @ValueSource(strings = {"GUESTS=\"100\"", "GUESTS='100'", "QUIET=No", "QUIET=", "GUESTS"})
  void refusesAConfigurationThatSaysSomethingElseThanItSeems(String line) throws Exception {
    configure(line);

    Ended ended = ask("probe");

    assertThat(ended.exit().status()).isEqualTo(64);
    assertThat(ended.calls()).isEmpty();
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
    Files.writeString(config, "# for a test\n" + lines + "\nDUMP_DIR=" + dumps + "\n");
  }

  private void program(String name, String body) throws IOException {
    Path file = programs.resolve(name);
    Files.writeString(file, "#!/bin/sh\necho \"%s $*\" >>'%s'\n%s\n".formatted(name, calls, body));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
