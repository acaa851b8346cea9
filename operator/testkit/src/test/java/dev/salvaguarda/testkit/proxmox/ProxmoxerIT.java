package dev.salvaguarda.testkit.proxmox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another's client of the API drives the double, and notices no difference. */
class ProxmoxerIT {
  @TempDir Path folder;

  @Test
  void anotherClientCopiesRestoresTriesAndDestroys() throws Exception {
    RequiredTool.proxmoxer().path();
    RequiredTool.pythonRequests().path();
    ProxmoxSettings settings = ProxmoxSettings.of(4).withNodes("pve01", "pve02");
    try (ProxmoxCluster cluster =
        ProxmoxCluster.start(settings, ServerCertificate.create(folder))) {
      cluster.virtualMachine(100, "mail", "pve01").withAgent().drive("scsi0", 1 << 20);
      cluster.spool(folder.resolve("spool"));
      cluster.silentAgents(1);
      Path authority = folder.resolve("ca.pem");
      Files.writeString(authority, cluster.caPem());

      List<String> said =
          output(
              "/usr/bin/python3",
              "src/test/python/drive_double.py",
              String.valueOf(URI.create(cluster.api().url()).getPort()),
              cluster.token(),
              authority.toString());

      assertThat(said)
          .containsExactly(
              "version 9.2.3",
              "guests [(100, 'mail', 'pve01', 'running')]",
              "elsewhere OK",
              "backup OK",
              "last line TASK OK",
              "archives ['first']",
              "kept cannot remove protected volume",
              "restore OK",
              "start OK",
              "ping QEMU guest agent is not running",
              "ping {'result': {}}",
              "stop OK",
              "status stopped",
              "destroy OK",
              "archives []",
              "missing Configuration file 'nodes/pve01/qemu-server/9100.conf' does not exist");
    }
  }

  private static List<String> output(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    return text.lines().toList();
  }
}
