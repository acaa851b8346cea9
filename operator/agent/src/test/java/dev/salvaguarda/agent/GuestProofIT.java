package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.domain.workorder.CheckOrder;
import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreTask.Wanted;
import dev.salvaguarda.repository.model.BlobId;
import dev.salvaguarda.repository.model.FileId;
import dev.salvaguarda.repository.read.RepositoryReader;
import dev.salvaguarda.repository.tree.ByteString;
import dev.salvaguarda.repository.tree.FileMode;
import dev.salvaguarda.repository.tree.Metadata;
import dev.salvaguarda.repository.tree.Node;
import dev.salvaguarda.repository.tree.NodeBody;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Guests are read back and proven, without anything being kept of them. */
class GuestProofIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final long MIB = 1 << 20;
  private static final String MAIL = "/guests/100";
  private static final String WEB = "/guests/102";
  private static final String BLANK = "/guests/101";

  private Path folder;
  private AgentBench bench;
  private GuestBench guests;

  @BeforeEach
  void startCluster(@TempDir Path temporary) throws Exception {
    folder = temporary;
    bench = new AgentBench(S3.get(), temporary);
    guests = new GuestBench(bench, temporary);
    guests
        .cluster()
        .virtualMachine(100, "mail", "pve01")
        .efiDisk()
        .drive("scsi0", 24 * MIB)
        .drive("scsi1", 8 * MIB)
        .withAgent()
        .start();
  }

  @AfterEach
  void stopCluster() {
    guests.close();
  }

  @Test
  void aGuestIsPutTogetherAndWhatItsDrivesHoldIsNamed() throws Exception {
    AgentBench.Outcome copied = guests.copy();

    AgentBench.Outcome proven = prove(copied.wanted(MAIL));

    assertThat(proven.exitCode()).as(proven.output()).isZero();
    JsonNode mail = proven.target(MAIL);
    assertThat(mail.path("rung").asText()).isEqualTo("V2");
    assertThat(mail.path("bytesRestored").asLong()).isEqualTo(32 * MIB + 540_672);
    assertThat(proven.output())
        .contains(
            "drive-efidisk0: nothing that is known; drive-scsi0: GPT with ext2, ext3 or ext4; drive-scsi1: GPT with ext2, ext3 or ext4");
    assertThat(folder.resolve("scratch")).isEmptyDirectory();
  }

  @Test
  void aGuestOfWhichNothingIsKnownIsProvenLessFarAndSaysSo() throws Exception {
    guests.cluster().virtualMachine(101, "blank", "pve02").efiDisk().drive("scsi0", MIB).start();
    guests.cluster().virtualMachine(102, "diskless", "pve02").start();
    AgentBench.Outcome copied = guests.copy();

    AgentBench.Outcome proven = prove(copied.wanted(BLANK), copied.wanted(MAIL));

    assertThat(proven.exitCode()).as(proven.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(proven.target(BLANK).path("rung").asText()).isEqualTo("V1");
    assertThat(proven.reasonOf(BLANK)).isEqualTo("NOT_PROVEN");
    assertThat(proven.target(MAIL).path("rung").asText()).isEqualTo("V2");
    AgentBench.Outcome diskless = prove(copied.wanted("/guests/102"));
    assertThat(diskless.target("/guests/102").path("rung").asText()).isEqualTo("V1");
    assertThat(diskless.reasonOf("/guests/102")).isEqualTo("NOT_PROVEN");
  }

  @Test
  void aGuestsConfigurationCanBeComparedWithADigest() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    byte[] config = bench.restic("dump", copied.snapshotOf(MAIL), MAIL + "/qemu-server.conf");

    AgentBench.Outcome proven =
        bench.run(
            bench.order(
                List.of(copied.wanted(MAIL)),
                scratch(),
                false,
                CheckOrder.of(
                    "config",
                    new CheckOrder.FileDigest(
                        MAIL, "qemu-server.conf", AgentBench.sha256(config)))));

    assertThat(proven.exitCode()).as(proven.output()).isZero();
    assertThat(proven.check("config").path("passed").asBoolean()).isTrue();
  }

  @Test
  void aGuestThatIsNotWhatWasRecordedIsNotProven() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    Map<String, Node> sound = entries(copied.snapshotOf(MAIL));
    Map<String, Map<String, Node>> wrong = new TreeMap<>();
    wrong.put("lacks drive-scsi1", without(sound, "drive-scsi1"));
    wrong.put("lacks qemu-server.conf", without(sound, "qemu-server.conf"));
    wrong.put(
        "holds 65536 bytes at 8388608 where it had 0",
        with(sound, "drive-scsi1", sound, "drive-scsi0"));
    wrong.put("is not what a copy", with(sound, "vma.json", sound, "qemu-server.conf"));
    for (Map.Entry<String, Map<String, Node>> one : wrong.entrySet()) {
      AgentBench.Outcome proven = prove(stored(one.getValue()));

      assertThat(proven.exitCode())
          .as(proven.output())
          .isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
      assertThat(proven.reasonOf(MAIL)).isEqualTo("RESTORE_DIFFERS");
      assertThat(proven.target(MAIL).path("failure").path("message").asText())
          .contains(one.getKey());
      assertThat(proven.target(MAIL).hasNonNull("rung")).isFalse();
    }
  }

  @Test
  void aContainerIsProvenAsTheArchiveThatWasCopied() throws Exception {
    guests.cluster().container(102, "web", "pve01").files(30, 4_000).start();
    AgentBench.Outcome first = guests.copy();
    guests.cluster().guest(102).day(2);
    AgentBench.Outcome second = guests.copy();
    Map<String, Node> mixed =
        with(
            entries(second.snapshotOf(WEB), 102),
            "root",
            entries(first.snapshotOf(WEB), 102),
            "root");

    AgentBench.Outcome proven = prove(second.wanted(WEB));
    AgentBench.Outcome wrong = prove(stored(WEB, mixed));

    assertThat(proven.exitCode()).as(proven.output()).isZero();
    assertThat(proven.target(WEB).path("rung").asText()).isEqualTo("V2");
    assertThat(wrong.reasonOf(WEB)).as(wrong.output()).isEqualTo("REPOSITORY_CORRUPT");
  }

  @Test
  void aDriveOfOtherBlocksIsNotTheOneThatWasCopied() throws Exception {
    AgentBench.Outcome first = guests.copy();
    guests.cluster().guest(100).day(2);
    AgentBench.Outcome second = guests.copy();
    Map<String, Node> sound = entries(first.snapshotOf(MAIL));
    Map<String, Node> later = entries(second.snapshotOf(MAIL));

    AgentBench.Outcome proven = prove(stored(with(sound, "drive-scsi0", later, "drive-scsi0")));

    assertThat(proven.exitCode()).as(proven.output()).isEqualTo(ExitCode.FAILED_FOR_GOOD.status());
    assertThat(proven.reasonOf(MAIL)).isEqualTo("RESTORE_DIFFERS");
    assertThat(proven.target(MAIL).path("failure").path("message").asText())
        .contains("was recorded when it was copied");
  }

  @Test
  void aGuestOfWhichAPackIsDamagedOrLostIsNotProven() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    String _ = bench.bucket().damageLargestPack();

    AgentBench.Outcome damaged = prove(copied.wanted(MAIL));
    String _ = bench.bucket().loseLargestPack();
    AgentBench.Outcome lost = prove(copied.wanted(MAIL));

    assertThat(damaged.reasonOf(MAIL)).as(damaged.output()).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(lost.reasonOf(MAIL)).as(lost.output()).isEqualTo("REPOSITORY_CORRUPT");
  }

  private AgentBench.Outcome prove(Wanted... wanted) throws IOException {
    return bench.run(bench.order(List.of(wanted), scratch(), false));
  }

  private RestoreInto scratch() throws IOException {
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    return RestoreInto.of(new RestoreInto.Scratch(scratch.toString(), 1));
  }

  /** What the directory of the guest holds. */
  private Map<String, Node> entries(String snapshot) {
    return entries(snapshot, 100);
  }

  private Map<String, Node> entries(String snapshot, int vmid) {
    return bench
        .repository()
        .ask(repository -> {
          Map<String, Node> entries = new TreeMap<>();
          try (RepositoryReader reader = repository.reader(repository.loadIndex(), 0)) {
            Node guest =
                reader
                    .find(
                        repository.snapshots().load(FileId.parse(snapshot)).tree(),
                        "guests/" + vmid)
                    .orElseThrow();
            if (guest.body() instanceof NodeBody.Directory(var tree)) {
              reader
                  .readTree(tree)
                  .forEachRemaining(node ->
                      entries.put(
                          new String(node.name().toByteArray(), StandardCharsets.UTF_8), node));
            }
          }
          return entries;
        });
  }

  private static Map<String, Node> without(Map<String, Node> entries, String name) {
    Map<String, Node> changed = new TreeMap<>(entries);
    changed.remove(name);
    return changed;
  }

  private static Map<String, Node> with(
      Map<String, Node> entries, String name, Map<String, Node> from, String otherName) {
    Node other = Objects.requireNonNull(from.get(otherName));
    Map<String, Node> changed = new TreeMap<>(entries);
    changed.put(name, new Node(ByteString.of(name), other.metadata(), other.body()));
    return changed;
  }

  /** A snapshot in which the guest has these entries. */
  private Wanted stored(Map<String, Node> entries) {
    return stored(MAIL, entries);
  }

  private Wanted stored(String target, Map<String, Node> entries) {
    String id =
        bench
            .repository()
            .snapshotOf(
                target,
                session ->
                    session.storeTree(
                        List.of(
                            directory(
                                "guests",
                                session.storeTree(
                                    List.of(
                                        directory(
                                            target.substring("/guests/".length()),
                                            session.storeTree(
                                                new ArrayList<>(entries.values())))))))));
    return new Wanted(target, id, null, null);
  }

  private static Node directory(String name, BlobId tree) {
    return new Node(
        ByteString.of(name),
        Metadata.plain(FileMode.directory(0700), Instant.EPOCH),
        new NodeBody.Directory(tree));
  }
}
