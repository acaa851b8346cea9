package dev.salvaguarda.testkit.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiServerTest {
  private record Answer(int status, String reason, String body) {
    JsonNode data() throws IOException {
      return new ObjectMapper().readTree(body).path("data");
    }
  }

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

    assertThat(get(host, "version").data().path("release").asText()).isEqualTo("9.2");
    JsonNode guests = get(host, "cluster/resources?type=vm").data();
    assertThat(guests.findValuesAsText("id")).containsExactly("qemu/100", "lxc/101");
    assertThat(guests.get(0).path("tags").asText()).isEqualTo("nightly;mail");
    assertThat(guests.get(0).path("vmid").isInt()).isTrue();
    assertThat(guests.get(1).path("lock").asText()).isEqualTo("migrate");
    JsonNode rows = get(host, "cluster/status").data();
    assertThat(rows.findValuesAsText("ip")).containsExactly("127.0.0.1", "127.0.0.2");
    assertThat(get(host, "nodes/pve02/qemu/100/config").data().path("scsi0").asText())
        .isEqualTo("local-lvm:vm-100-disk-scsi0,size=1024K");
    assertThat(get(host, "access/permissions").data().path("/").path("VM.Backup").asInt()).isOne();
  }

  @Test
  void refusesAWrongTokenWithoutAWordInTheBody() throws Exception {
    ProxmoxCluster host = start(settings);

    Answer wrong = call(host, "GET", "version", "backup@pve!k8s=other");
    host.api().revokeToken();
    Answer revoked = get(host, "version");

    assertThat(wrong).isEqualTo(new Answer(401, "invalid token value!", ""));
    assertThat(revoked.status()).isEqualTo(401);
  }

  @Test
  void namesTheMissingPrivilegeAndHidesWhatMayNotBeSeen() throws Exception {
    ProxmoxCluster host = start(settings);
    host.virtualMachine(100, "mail", "pve01").pool("prod");
    host.virtualMachine(101, "files", "pve01");
    host.access().clear().set("/pool/prod", "VM.Audit");

    Answer config = get(host, "nodes/pve01/qemu/101/config");

    assertThat(config.status()).isEqualTo(403);
    assertThat(config.reason()).isEqualTo("Permission check failed (/vms/101, VM.Audit)");
    assertThat(config.body()).contains("\"message\"");
    assertThat(get(host, "nodes/pve01/qemu/100/config").status()).isEqualTo(200);
    assertThat(get(host, "cluster/resources?type=vm").data().findValuesAsText("vmid"))
        .containsExactly("100");
    assertThat(get(host, "cluster/status").reason())
        .isEqualTo("Permission check failed (/, Sys.Audit)");
  }

  @Test
  void tellsErrorsInTheReasonOnlyWhereItIsOld() throws Exception {
    ProxmoxCluster host = start(settings.withLegacyErrors());

    Answer missing = get(host, "nodes/pve01/qemu/100/config");

    assertThat(missing.status()).isEqualTo(500);
    assertThat(missing.reason()).contains("nodes/pve01/qemu-server/100.conf");
    assertThat(missing.body()).isEqualTo("{\"data\":null}");
    assertThat(get(host, "cluster/resources?type=guest").body()).contains("\"errors\":{\"type\"");
  }

  @Test
  void tellsNumbersAsStringsWhereItIsTold() throws Exception {
    ProxmoxCluster host = start(settings.withNumbersAsStrings());
    host.virtualMachine(100, "mail", "pve01");

    assertThat(get(host, "cluster/resources?type=vm").body()).contains("\"vmid\":\"100\"");
  }

  @Test
  void reachesNoNodeThatIsOffOrThatIsNotThere() throws Exception {
    ProxmoxCluster host = start(settings);
    host.virtualMachine(100, "mail", "pve02");
    host.setOnline("pve02", false);

    assertThat(get(host, "nodes/pve02/qemu/100/config").status()).isEqualTo(595);
    assertThat(get(host, "nodes/pve03/qemu/100/config").status()).isEqualTo(596);
    assertThat(get(host, "cluster/resources?type=vm").data().get(0).path("status").asText())
        .isEqualTo("unknown");
  }

  @Test
  void takesNoContentWhereNoneMayBe() throws Exception {
    ProxmoxCluster host = start(settings);
    HttpsURLConnection deletion = open(host, "nodes/pve01/tasks/x", host.token());
    deletion.setRequestMethod("DELETE");
    deletion.setDoOutput(true);
    deletion.getOutputStream().write(1);
    HttpsURLConnection chunked = open(host, "nodes/pve01/vzdump", host.token());
    chunked.setRequestMethod("POST");
    chunked.setDoOutput(true);
    chunked.setChunkedStreamingMode(10);
    chunked.getOutputStream().write(1);

    assertThat(answer(deletion).reason()).isEqualTo("Unexpected content for method 'DELETE'");
    assertThat(answer(chunked).status()).isEqualTo(501);
  }

  @Test
  void endsConnectionsAsItIsToldAndIsDownWhenItIsTold() throws Exception {
    ProxmoxCluster host = start(settings.withRequestsPerConnection(1));

    assertThat(open(host, "version", host.token()).getHeaderField("Connection")).isEqualTo("close");
    host.api().failNext("version", 596, "Connection timed out");
    assertThat(get(host, "version")).isEqualTo(new Answer(596, "Connection timed out", ""));
    host.api().down();
    assertThatThrownBy(() -> get(host, "version")).isInstanceOf(IOException.class);
    host.api().up();
    assertThat(get(host, "version").status()).isEqualTo(200);
  }

  @Test
  void showsTheFingerprintOfTheCertificateThatItShows() throws Exception {
    ProxmoxCluster host = start(settings);
    HttpsURLConnection connection = open(host, "version", host.token());
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

  private static Answer get(ProxmoxCluster host, String path) throws Exception {
    return call(host, "GET", path, host.token());
  }

  private static Answer call(ProxmoxCluster host, String method, String path, String token)
      throws Exception {
    HttpsURLConnection connection = open(host, path, token);
    connection.setRequestMethod(method);
    return answer(connection);
  }

  private static Answer answer(HttpsURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream body =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String text = body == null ? "" : new String(body.readAllBytes(), StandardCharsets.UTF_8);
      return new Answer(status, connection.getResponseMessage(), text);
    }
  }

  private static HttpsURLConnection open(ProxmoxCluster host, String path, String token)
      throws Exception {
    X509Certificate authority =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(host.caPem().getBytes(StandardCharsets.US_ASCII)));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    HttpsURLConnection connection =
        (HttpsURLConnection)
            URI.create(host.api().url() + "/api2/json/" + path).toURL().openConnection();
    connection.setSSLSocketFactory(context.getSocketFactory());
    connection.setRequestProperty("Authorization", "PVEAPIToken=" + token);
    return connection;
  }
}
