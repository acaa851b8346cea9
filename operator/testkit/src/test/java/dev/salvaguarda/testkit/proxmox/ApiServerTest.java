package dev.salvaguarda.testkit.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.HttpsURLConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {
  @TempDir static Path folder;

  private static ServerCertificate certificate;

  private final ProxmoxSettings settings = ProxmoxSettings.of(1).withNodes("pve01", "pve02");
  private @Nullable ProxmoxCluster cluster;

  @BeforeAll
  static void certify() {
    certificate = ServerCertificate.create(folder);
  }

  @AfterEach
  void close() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void tellsGuestsNodesAndConfigurationsToWhoHasTheToken() throws Exception {
    ProxmoxCluster host = start(settings);
    host.virtualMachine(100, "mail", "pve02")
        .tags("nightly;mail")
        .pool("prod")
        .drive("scsi0", 1 << 20);
    host.container(101, "proxy", "pve01").stop().lock("migrate");

    assertThat(Answer.get(host, "version").data().path("release").asText()).isEqualTo("9.2");
    JsonNode guests = Answer.get(host, "cluster/resources?type=vm").data();
    assertThat(guests.findValuesAsText("id")).containsExactly("qemu/100", "lxc/101");
    assertThat(guests.get(0).path("tags").asText()).isEqualTo("nightly;mail");
    assertThat(guests.get(0).path("vmid").isInt()).isTrue();
    assertThat(guests.get(1).path("lock").asText()).isEqualTo("migrate");
    JsonNode rows = Answer.get(host, "cluster/status").data();
    assertThat(rows.findValuesAsText("ip")).containsExactly("127.0.0.1", "127.0.0.2");
    assertThat(Answer.get(host, "nodes/pve02/qemu/100/config").data().path("scsi0").asText())
        .isEqualTo("local-lvm:vm-100-disk-scsi0,size=1024K");
    assertThat(Answer.get(host, "access/permissions").data().path("/").path("VM.Backup").asInt())
        .isOne();
  }

  @Test
  void refusesAWrongTokenWithoutAWordInTheBody() throws Exception {
    ProxmoxCluster host = start(settings);

    Answer wrong = Answer.call(host, "GET", "version", "backup@pve!k8s=other");
    host.api().revokeToken();
    Answer revoked = Answer.get(host, "version");

    assertThat(wrong).isEqualTo(new Answer(401, "invalid token value!", ""));
    assertThat(revoked.status()).isEqualTo(401);
  }

  @Test
  void namesTheMissingPrivilegeAndHidesWhatMayNotBeSeen() throws Exception {
    ProxmoxCluster host = start(settings);
    host.virtualMachine(100, "mail", "pve01").pool("prod");
    host.virtualMachine(101, "files", "pve01");
    host.access().clear().set("/pool/prod", "VM.Audit");

    Answer config = Answer.get(host, "nodes/pve01/qemu/101/config");

    assertThat(config.status()).isEqualTo(403);
    assertThat(config.reason()).isEqualTo("Permission check failed (/vms/101, VM.Audit)");
    assertThat(config.body()).contains("\"message\"");
    assertThat(Answer.get(host, "nodes/pve01/qemu/100/config").status()).isEqualTo(200);
    assertThat(Answer.get(host, "cluster/resources?type=vm").data().findValuesAsText("vmid"))
        .containsExactly("100");
    assertThat(Answer.get(host, "cluster/status").reason())
        .isEqualTo("Permission check failed (/, Sys.Audit)");
  }

  @Test
  void tellsErrorsInTheReasonOnlyWhereItIsOld() throws Exception {
    ProxmoxCluster host = start(settings.withLegacyErrors());

    Answer missing = Answer.get(host, "nodes/pve01/qemu/100/config");

    assertThat(missing.status()).isEqualTo(500);
    assertThat(missing.reason()).contains("nodes/pve01/qemu-server/100.conf");
    assertThat(missing.body()).isEqualTo("{\"data\":null}");
    assertThat(Answer.get(host, "cluster/resources?type=guest").body())
        .contains("\"errors\":{\"type\"");
  }

  @Test
  void tellsNumbersAsStringsWhereItIsTold() throws Exception {
    ProxmoxCluster host = start(settings.withNumbersAsStrings());
    host.virtualMachine(100, "mail", "pve01");

    assertThat(Answer.get(host, "cluster/resources?type=vm").body()).contains("\"vmid\":\"100\"");
  }

  @Test
  void reachesNoNodeThatIsOffOrThatIsNotThere() throws Exception {
    ProxmoxCluster host = start(settings);
    host.virtualMachine(100, "mail", "pve02");
    host.setOnline("pve02", false);

    assertThat(Answer.get(host, "nodes/pve02/qemu/100/config").status()).isEqualTo(595);
    assertThat(Answer.get(host, "nodes/pve03/qemu/100/config").status()).isEqualTo(596);
    assertThat(Answer.get(host, "cluster/resources?type=vm").data().get(0).path("status").asText())
        .isEqualTo("unknown");
  }

  @Test
  void takesNoContentWhereNoneMayBe() throws Exception {
    ProxmoxCluster host = start(settings);
    HttpsURLConnection deletion = Answer.open(host, "nodes/pve01/tasks/x", host.token());
    deletion.setRequestMethod("DELETE");
    deletion.setDoOutput(true);
    deletion.getOutputStream().write(1);
    HttpsURLConnection chunked = Answer.open(host, "nodes/pve01/vzdump", host.token());
    chunked.setRequestMethod("POST");
    chunked.setDoOutput(true);
    chunked.setChunkedStreamingMode(10);
    chunked.getOutputStream().write(1);

    assertThat(Answer.of(deletion).reason()).isEqualTo("Unexpected content for method 'DELETE'");
    assertThat(Answer.of(chunked).status()).isEqualTo(501);
  }

  @Test
  void endsConnectionsAsItIsToldAndIsDownWhenItIsTold() throws Exception {
    ProxmoxCluster host = start(settings.withRequestsPerConnection(1));

    assertThat(Answer.open(host, "version", host.token()).getHeaderField("Connection"))
        .isEqualTo("close");
    host.api().failNext("version", 596, "Connection timed out");
    assertThat(Answer.get(host, "version")).isEqualTo(new Answer(596, "Connection timed out", ""));
    host.api().down();
    assertThatThrownBy(() -> Answer.get(host, "version")).isInstanceOf(IOException.class);
    host.api().up();
    assertThat(Answer.get(host, "version").status()).isEqualTo(200);
  }

  /** The client is done with the handshake first: the server may still be at it. */
  @RepeatedTest(100)
  void endsAConnectionRightBehindItsHandshake() throws Exception {
    ProxmoxCluster host = start(settings);
    HttpsURLConnection connection = Answer.open(host, "version", host.token());
    connection.connect();

    assertTimeoutPreemptively(Duration.ofSeconds(20), host.api()::dropConnections);
  }

  @Test
  void showsTheFingerprintOfTheCertificateThatItShows() throws Exception {
    ProxmoxCluster host = start(settings);
    HttpsURLConnection connection = Answer.open(host, "version", host.token());
    connection.connect();

    byte[] sum =
        MessageDigest.getInstance("SHA-256")
            .digest(connection.getServerCertificates()[0].getEncoded());

    assertThat(host.fingerprint())
        .isEqualTo(HexFormat.ofDelimiter(":").formatHex(sum).toUpperCase(Locale.ROOT));
  }

  private ProxmoxCluster start(ProxmoxSettings wanted) {
    cluster = ProxmoxCluster.start(wanted, certificate);
    return cluster;
  }
}
