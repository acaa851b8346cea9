package dev.salvaguarda.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.domain.workorder.ExitCode;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.testkit.process.Running;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.s3.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Guests come back as images of their drives. */
class GuestFilesIT {
  @RegisterExtension static final Running<S3ProxyServer> S3 = Running.from(S3ProxyServer::start);

  private static final long MIB = 1 << 20;
  private static final String MAIL = "/guests/100";

  private Path target;
  private AgentBench bench;
  private GuestBench guests;
  private SimulatedGuest mail;

  @BeforeEach
  void startCluster(@TempDir Path temporary) throws Exception {
    target = Files.createDirectory(temporary.resolve("target"));
    bench = new AgentBench(S3.get(), temporary);
    guests = new GuestBench(bench, temporary);
    mail =
        guests
            .cluster()
            .virtualMachine(100, "mail", "pve01")
            .efiDisk()
            .drive("scsi0", 24 * MIB)
            .drive("scsi1", 8 * MIB)
            .start();
  }

  @AfterEach
  void stopCluster() {
    guests.close();
  }

  @Test
  void aGuestComesBackAsAnImageOfEachDriveWithHolesAndItsConfiguration() throws Exception {
    AgentBench.Outcome copied = guests.copy();

    AgentBench.Outcome restored = restore(copied, List.of());

    assertThat(restored.exitCode()).as(restored.output()).isZero();
    assertThat(restored.target(MAIL).path("rung").asText()).isEqualTo("V1");
    assertThat(restored.target(MAIL).path("restoredAs").asText()).isEqualTo("back/100");
    Path folder = target.resolve("back/100");
    for (String key : List.of("efidisk0", "scsi0", "scsi1")) {
      assertThat(sha256(folder.resolve("drive-" + key + ".raw")))
          .as(key)
          .isEqualTo(mail.drive(key).sha256());
    }
    assertThat(folder.resolve("qemu-server.conf")).content().contains("name: mail");
    assertThat(Shell.run(folder, "ls | tr '\\n' ' '"))
        .isEqualTo("drive-efidisk0.raw drive-scsi0.raw drive-scsi1.raw qemu-server.conf ");
    assertThat(Shell.run(folder, "stat -c '%a %b %s' drive-scsi0.raw").split(" "))
        .satisfies(facts -> assertThat(facts[0]).isEqualTo("600"))
        .satisfies(facts ->
            assertThat(Long.parseLong(facts[1]) * 512)
                .isLessThan(Long.parseLong(facts[2].strip()) * 9 / 10));
  }

  @Test
  void onlyTheDrivesThatAreIncludedComeBackAndWhatIsNotThereIsNamed() throws Exception {
    AgentBench.Outcome copied = guests.copy();

    AgentBench.Outcome restored = restore(copied, List.of("drive-scsi1.raw", "drive-scsi7.raw"));

    assertThat(restored.exitCode()).as(restored.output()).isEqualTo(ExitCode.DEGRADED.status());
    assertThat(restored.reasonOf(MAIL)).isEqualTo("SOURCE_NOT_FOUND");
    assertThat(Shell.run(target.resolve("back/100"), "ls")).isEqualTo("drive-scsi1.raw\n");
  }

  @Test
  void anImageThatIsThereIsLeftAloneUnlessItIsEqual() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    AgentBench.Outcome first = restore(copied, List.of());
    Files.writeString(target.resolve("back/100/drive-scsi1.raw"), "mine");

    AgentBench.Outcome second = restore(copied, List.of());

    assertThat(first.exitCode()).isZero();
    assertThat(second.reasonOf(MAIL)).as(second.output()).isEqualTo("TARGET_EXISTS");
    assertThat(target.resolve("back/100/drive-scsi1.raw")).content().isEqualTo("mine");
  }

  @Test
  void noImageStaysOfADriveThatCannotBeReadWhole() throws Exception {
    AgentBench.Outcome copied = guests.copy();
    String _ = bench.bucket().damageLargestPack();

    AgentBench.Outcome restored = restore(copied, List.of());

    assertThat(restored.reasonOf(MAIL)).as(restored.output()).isEqualTo("REPOSITORY_CORRUPT");
    assertThat(target.resolve("back/100/drive-scsi0.raw")).doesNotExist();
    assertThat(Shell.run(target, "find . -name '*salvaguarda*'")).isEmpty();
  }

  private AgentBench.Outcome restore(AgentBench.Outcome copied, List<String> include)
      throws IOException {
    return bench.run(
        bench.order(
            List.of(copied.wanted(MAIL)),
            RestoreInto.of(
                new RestoreInto.Directory(
                    target.toString(), "back", include, List.of(), null, null)),
            false));
  }

  private static String sha256(Path file) throws IOException {
    return AgentBench.sha256(Files.readAllBytes(file));
  }
}
