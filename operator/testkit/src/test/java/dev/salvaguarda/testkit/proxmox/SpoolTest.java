package dev.salvaguarda.testkit.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final String BACKUP = "vmid=100&storage=spool&mode=snapshot&compress=0";

  @TempDir static Path certificates;

  private static ServerCertificate certificate;

  @TempDir Path folder;

  private ProxmoxCluster cluster;
  private SimulatedGuest guest;

  @BeforeAll
  static void certify() {
    certificate = ServerCertificate.create(certificates);
  }

  @BeforeEach
  void start() {
    cluster = ProxmoxCluster.start(ProxmoxSettings.of(6), certificate);
    cluster.spool(folder);
    guest = cluster.virtualMachine(100, "mail", "pve01").drive("scsi0", 1 << 20);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void putsAWholeArchiveIntoTheFolderAndTellsItsName() throws Exception {
    String task = backup("&remove=0");
    backup("&remove=0");

    JsonNode rows = archives();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).path("volid").asText())
        .matches("spool:backup/vzdump-qemu-100-[-_0-9]{19}\\.vma");
    assertThat(task)
        .matches("UPID:pve01:[0-9A-F]{8}:[0-9A-F]{8}:[0-9A-F]{8}:vzdump:100:backup@pve!k8s:");
    assertThat(
            Answer.get(cluster, "nodes/pve01/tasks/%s/log?start=1&limit=1".formatted(escaped(task)))
                .data()
                .get(0)
                .path("t")
                .asText())
        .isEqualTo("INFO: Starting Backup of VM 100 (qemu)");
  }

  @Test
  void keepsTheNewestAloneUnlessItIsToldNotTo() throws Exception {
    backup("&remove=0");
    backup("");

    assertThat(archives()).hasSize(1);
  }

  @Test
  void leavesNothingBehindWhenItIsAborted() throws Exception {
    guest.nextBackup(new Fault.StallAfter(100_000, new CountDownLatch(1)));
    String task = Answer.post(cluster, "nodes/pve01/vzdump", BACKUP).data().asText();
    await().until(() -> "backup".equals(guest.lock()));

    assertThat(Answer.delete(cluster, "nodes/pve01/tasks/" + escaped(task)).status())
        .isEqualTo(200);

    assertThat(ended(task)).isEqualTo("interrupted by signal");
    assertThat(folder.resolve("dump")).isEmptyDirectory();
    assertThat(guest.lock()).isNull();
  }

  @Test
  void leavesNothingBehindWhenItFails() throws Exception {
    guest.nextBackup(new Fault.CutAfter(100_000, 255));

    String task = Answer.post(cluster, "nodes/pve01/vzdump", BACKUP).data().asText();

    assertThat(ended(task)).isEqualTo("job errors");
    assertThat(folder.resolve("dump")).isEmptyDirectory();
    assertThat(Answer.get(cluster, "nodes/pve01/tasks/" + escaped(task) + "/log?limit=0").body())
        .contains("ERROR: Backup of VM 100 failed", "TASK ERROR: job errors");
  }

  @Test
  void tellsWhenTheFolderIsNotThere() throws Exception {
    assertThat(storages().findValuesAsText("active")).containsExactly("1");
    cluster.setSpoolOnline(false);

    String task = Answer.post(cluster, "nodes/pve01/vzdump", BACKUP).data().asText();

    assertThat(ended(task)).isEqualTo("storage 'spool' is not online");
    assertThat(storages().findValuesAsText("active")).containsExactly("0");
  }

  @Test
  void refusesWhatATokenMayNotSay() throws Exception {
    assertThat(Answer.post(cluster, "nodes/pve01/vzdump", BACKUP + "&stdout=1").body())
        .contains("option is only allowed on the command line interface");
    assertThat(Answer.post(cluster, "nodes/pve01/vzdump", BACKUP + "&dumpdir=/tmp").status())
        .isEqualTo(403);
    assertThat(Answer.post(cluster, "nodes/pve01/vzdump", BACKUP + "&bwlimit=1").reason())
        .isEqualTo("Permission check failed (/, Sys.Modify)");
    cluster.access().set("/vms/100", "VM.Audit");
    assertThat(Answer.post(cluster, "nodes/pve01/vzdump", BACKUP).reason())
        .isEqualTo("Permission check failed (/vms/100, VM.Backup)");
  }

  private String backup(String more) throws Exception {
    String task = Answer.post(cluster, "nodes/pve01/vzdump", BACKUP + more).data().asText();
    assertThat(ended(task)).isEqualTo("OK");
    return task;
  }

  private String ended(String task) {
    JsonNode status =
        await()
            .until(
                () -> Answer.get(cluster, "nodes/pve01/tasks/" + escaped(task) + "/status").data(),
                data -> data.path("status").asText().equals("stopped"));
    return status.path("exitstatus").asText();
  }

  private JsonNode storages() throws Exception {
    return Answer.get(cluster, "nodes/pve01/storage?content=backup").data();
  }

  private JsonNode archives() throws Exception {
    return Answer.get(cluster, "nodes/pve01/storage/spool/content?content=backup&vmid=100").data();
  }

  private static String escaped(String task) {
    return URLEncoder.encode(task, StandardCharsets.UTF_8);
  }
}
