package dev.salvaguarda.testkit.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others' programs find in the archives of the double. */
class ArchiveOracleIT {
  @TempDir static Path folder;

  private static ServerCertificate certificate;

  @BeforeAll
  static void certify() {
    certificate = ServerCertificate.create(folder);
  }

  @Test
  void anotherReaderFindsWhatTheMachineHas() throws Exception {
    Path python = RequiredTool.vmaReader().path();
    try (ProxmoxCluster cluster = start()) {
      SimulatedGuest guest =
          cluster
              .virtualMachine(100, "mail", "pve01")
              .drive("scsi0", (5 << 20) + 512)
              .drive("scsi1", 1 << 20)
              .efiDisk()
              .day(3);
      Path archive = folder.resolve("guest.vma");
      Files.write(archive, ShellSession.run(cluster, "pve01", "backup 100").output());

      List<String> found =
          output(python.toString(), "../agent/src/test/python/vma_drives.py", archive.toString());

      assertThat(found)
          .hasSize(5)
          .containsAll(guest.drives().stream().map(ArchiveOracleIT::line).toList());
    }
  }

  @Test
  void tarFindsEveryMemberOfTheContainer() throws Exception {
    try (ProxmoxCluster cluster = start()) {
      SimulatedGuest guest = cluster.container(101, "proxy", "pve01").files(120, 20_000).day(2);
      ShellSession ended = ShellSession.run(cluster, "pve01", "backup 101");
      Path archive = folder.resolve("guest.tar");
      Files.write(archive, ended.output());

      List<String> names = output("tar", "--quoting-style=literal", "-tf", archive.toString());

      assertThat(names)
          .containsExactlyElementsOf(
              Stream.concat(
                      Stream.of("./etc/vzdump/pct.conf", "./etc/vzdump/pct.fw"),
                      guest.members().stream().map(ContainerMember::name))
                  .toList());
      for (ContainerMember member : guest.members()) {
        if (member.name().equals("./var/sparse") || member.name().endsWith("/file-7")) {
          assertThat(extracted(archive, member.name())).isEqualTo(member.sha256());
        }
      }
      assertThat(ended.log()).contains("INFO: Total bytes written: " + ended.output().length);
    }
  }

  private ProxmoxCluster start() {
    return ProxmoxCluster.start(ProxmoxSettings.of(9), certificate);
  }

  private static String line(DriveContent drive) {
    return "drive %s %d %s".formatted(drive.image().device(), drive.image().size(), drive.sha256());
  }

  private static String extracted(Path archive, String name) throws Exception {
    Process process =
        new ProcessBuilder("tar", "-xOf", archive.toString(), name)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    byte[] content = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  private static List<String> output(String... command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    assertThat(process.waitFor()).isZero();
    return text.lines().toList();
  }
}
