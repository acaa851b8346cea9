package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.salvaguarda.domain.workorder.CommandOrder;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The agent beside a launcher, as the two containers of a pod. */
class CommandAgentIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final String TARGET = "/command/erp.sql";
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final long SEED = 20_261_127;

  private Path folder;
  private AgentBench bench;
  private BesideProgram beside;

  @BeforeEach
  void prepare(@TempDir Path temporary) throws Exception {
    folder = temporary;
    bench = new AgentBench(S3.get(), temporary);
    beside = new BesideProgram(temporary);
  }

  @Test
  void storesWhatAProgramWritesAsOneFileThatStockResticBringsBack() throws Exception {
    byte[] dump = new byte[9 << 20];
    new Random(SEED).nextBytes(dump);
    Path data = Files.write(folder.resolve("data"), dump);
    Process source =
        beside.start(
            "sh",
            "-c",
            "head -c 5000000 \"$1\"; echo half >&2; tail -c +5000001 \"$1\"",
            "sh",
            data.toString());

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.target(TARGET).path("sha256").asText()).isEqualTo(AgentBench.sha256(dump));
    assertThat(outcome.target(TARGET).path("consistency").asText()).isEqualTo("CRASH");
    assertThat(outcome.output()).contains("\"message\":\"half\"");
    assertThat(bench.restic("dump", outcome.snapshotOf(TARGET), TARGET)).isEqualTo(dump);
    assertThat(source.waitFor()).isZero();
  }

  @Test
  void aProgramThatEndsBadlyAfterAWholeOutputLeavesNoSnapshot() throws Exception {
    Process source =
        beside.start("sh", "-c", "echo everything; echo 'no route to host' >&2; exit 3");

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.reasonOf(TARGET)).isEqualTo("DUMP_FAILED");
    assertThat(message(outcome)).isEqualTo("dumper ended with status 3: no route to host.");
    assertThat(bench.snapshots()).isEmpty();
    assertThat(source.waitFor()).isEqualTo(3);
  }

  @Test
  void neitherALogNorAMessageRepeatsWhatStandsInTheSecretOfTheSource() throws Exception {
    beside.secret(
        "settings.yaml",
        "uri: mongodb://reader:tulip%4017@db.example.org/\npassword: daisy@4711\n");
    beside.secret("token", "rose-garden\n");
    Process source =
        beside.start(
            "sh",
            "-c",
            "echo 'refused: x://reader:tulip%4017@h, tulip@17, daisy%404711 and rose-garden' >&2; exit 1");

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(message(outcome))
        .isEqualTo(
            "dumper ended with status 1: refused: x://reader:[redacted]@h, [redacted], [redacted] and [redacted].");
    assertThat(source.waitFor()).isEqualTo(1);
    assertThat(outcome.output() + Files.readString(beside.log()))
        .doesNotContain("tulip", "daisy", "rose-garden");
  }

  @Test
  void aProgramThatIsNotInTheImageIsNamed() throws Exception {
    Process source = beside.start("no-such-program");

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(outcome.reasonOf(TARGET)).isEqualTo("SOURCE_TOOL_MISSING");
    assertThat(message(outcome))
        .isEqualTo(
            "dumper can't be started in the source's image: there is no such program in the PATH of the image.");
    assertThat(source.waitFor()).isNotZero();
  }

  @Test
  void noOutputIsNoCopyUnlessThatIsAllowed() throws Exception {
    Process first = beside.start("true");
    AgentBench.Outcome refused = bench.run(order());
    assertThat(first.waitFor()).isZero();
    Process second = beside.start("true");
    AgentBench.Outcome allowed = bench.run(order(beside.order(true, LONG)));
    assertThat(second.waitFor()).isZero();

    assertThat(refused.reasonOf(TARGET)).isEqualTo("SOURCE_EMPTY");
    assertThat(allowed.exitCode()).as(allowed.output()).isZero();
    assertThat(bench.snapshots()).hasSize(1);
  }

  @Test
  void aContainerThatIsKilledInTheMiddleFakesNoEnd() throws Exception {
    Process source = beside.start("sh", "-c", "echo begun; sleep 600");
    var outcome = bench.startRun(order());
    await().atMost(LONG).until(() -> source.descendants().findAny().isPresent());
    List<ProcessHandle> program = source.descendants().toList();

    source.destroyForcibly();

    // The kernel ends all that a container has; here the program is left.
    program.forEach(ProcessHandle::destroyForcibly);
    assertThat(outcome.get().reasonOf(TARGET)).isEqualTo("SOURCE_LOST");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void aProgramThatCallsItWellWhenItWasStoppedHalfWayLeavesNoSnapshot() throws Exception {
    Process source =
        beside.start("sh", "-c", "trap 'exit 0' TERM; echo begun; while :; do sleep 0.1; done");
    var outcome = bench.startRun(order());
    await().atMost(LONG).until(() -> source.descendants().count() > 1);

    source.destroy();

    assertThat(message(outcome.get()))
        .isEqualTo("dumper ended with status 0, but it was asked to stop.");
    assertThat(bench.snapshots()).isEmpty();
  }

  @Test
  void aChildThatKeepsTheOutputOpenKeepsNobodyWaiting() throws Exception {
    Process source = beside.start("sh", "-c", "echo all; sleep 600 &");

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(message(outcome))
        .isEqualTo(
            "dumper ended with status 0, but something that it started kept its output open after it had ended.");
    source.descendants().forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void aChildThatIsSoonGoneSpoilsTheDumpTooSinceNobodyKnowsWhetherItWasKilled() throws Exception {
    Process source = beside.start("sh", "-c", "(head -c 50000 /dev/zero; sleep 3) & exit 0");

    AgentBench.Outcome outcome = bench.run(order());

    assertThat(message(outcome)).contains("kept its output open after it had ended");
    assertThat(bench.snapshots()).isEmpty();
    assertThat(source.waitFor()).isZero();
  }

  @Test
  void aContainerThatNeverComesIsNotWaitedForWithoutEnd() throws Exception {
    AgentBench.Outcome outcome = bench.run(order(beside.order(false, Duration.ofSeconds(1))));

    assertThat(outcome.reason()).isEqualTo("SOURCE_LOST");
    assertThat(outcome.result().path("failure").path("message").asText())
        .isEqualTo("The container of dumper did not start within 1s, or ended at once.");
  }

  @Test
  void aProgramEndsWithTheWorkerThatWantedItsOutput() throws Exception {
    Process source = beside.start("sh", "-c", "echo begun; sleep 600");
    AgentChild child = AgentChild.start(bench, folder, order());
    await().atMost(LONG).until(() -> source.descendants().findAny().isPresent());
    List<ProcessHandle> program = source.descendants().toList();

    child.process().destroyForcibly();

    await().atMost(LONG).until(() -> !source.isAlive());
    await().atMost(LONG).until(() -> program.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void comesBackAsAFileThatIsComparedWithWhatWasRecorded() throws Exception {
    Process source = beside.start("printf", "CREATE TABLE t (a int);\\n");
    AgentBench.Outcome copied = bench.run(order());
    assertThat(source.waitFor()).isZero();
    Path target = Files.createDirectory(folder.resolve("restored"));

    AgentBench.Outcome restored =
        bench.run(
            bench.order(
                copied.wanted(),
                RestoreInto.of(
                    new RestoreInto.Directory(
                        target.toString(), "", List.of(), List.of(), null, null)),
                false));
    AgentBench.Outcome damaged =
        bench.run(
            bench.order(
                List.of(
                    new dev.salvaguarda.domain.workorder.RestoreTask.Wanted(
                        TARGET, copied.snapshotOf(TARGET), "0".repeat(64), null)),
                RestoreInto.of(
                    new RestoreInto.Scratch(folder.resolve("scratch").toString(), 1 << 30)),
                false));

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(Files.readString(target.resolve("erp.sql"))).isEqualTo("CREATE TABLE t (a int);\n");
    assertThat(restored.target(TARGET).path("rung").asText()).isEqualTo("V2");
    assertThat(restored.target(TARGET).path("sha256Matches").asBoolean()).isTrue();
    assertThat(damaged.reasonOf(TARGET)).isEqualTo("RESTORE_DIFFERS");
    assertThat(damaged.target(TARGET).path("sha256Matches").asBoolean(true)).isFalse();
  }

  private Path order() throws IOException {
    return order(beside.order());
  }

  private Path order(CommandOrder order) throws IOException {
    return bench.order(SourceOrder.of("nightly", order), Guards.none());
  }

  private static String message(AgentBench.Outcome outcome) {
    return outcome.target(TARGET).path("failure").path("message").asText();
  }
}
