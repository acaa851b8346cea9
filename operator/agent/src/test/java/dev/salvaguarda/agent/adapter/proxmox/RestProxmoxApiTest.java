package dev.salvaguarda.agent.adapter.proxmox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.proxmox.ClusterNode;
import dev.salvaguarda.agent.proxmox.Guest;
import dev.salvaguarda.agent.proxmox.GuestKind;
import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.proxmox.Inventory;
import dev.salvaguarda.agent.proxmox.Privilege;
import dev.salvaguarda.agent.proxmox.ProxmoxVersion;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.http.ScriptedWebServer;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestProxmoxApiTest {
  private static final ProxmoxSettings ONE = ProxmoxSettings.of(3);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private static ServerCertificate certificate;

  private ProxmoxCluster cluster;

  @BeforeAll
  static void certify() {
    certificate = ServerCertificate.create(folder);
  }

  @BeforeEach
  void start() {
    restart(ONE);
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  private void restart(ProxmoxSettings settings) {
    if (cluster != null) {
      cluster.close();
    }
    cluster = ProxmoxCluster.start(settings, certificate);
  }

  @Test
  void listsGuestsNodesAndVersion() throws Exception {
    restart(ONE.withNodes("pve01", "pve02").withVersion("8.2.4"));
    cluster.virtualMachine(101, "mail", "pve02").tags("prod;mail").pool("site").lock("backup");
    cluster.container(100, "files", "pve01").stop().asTemplate();
    cluster.setOnline("pve02", false);

    Inventory seen = api().inventory();

    assertThat(seen.version()).isEqualTo(new ProxmoxVersion(8, 2, "8.2.4"));
    assertThat(seen.version().isAtLeast(ProxmoxVersion.WITH_FLEECING)).isTrue();
    assertThat(seen.guests())
        .containsExactly(
            new Guest(
                100,
                GuestKind.LXC,
                "files",
                "pve01",
                false,
                true,
                Optional.empty(),
                Set.of(),
                Optional.empty()),
            new Guest(
                101,
                GuestKind.QEMU,
                "mail",
                "pve02",
                false,
                false,
                Optional.of("backup"),
                Set.of("prod", "mail"),
                Optional.of("site")));
    assertThat(seen.nodes())
        .containsExactly(
            new ClusterNode("pve01", Optional.of("127.0.0.1"), true),
            new ClusterNode("pve02", Optional.of("127.0.0.2"), false));
  }

  @Test
  void readsNumbersThatComeAsText() throws Exception {
    restart(ONE.withNumbersAsStrings());
    cluster.virtualMachine(101, "mail", "pve01").asTemplate();

    assertThat(api().inventory().guests())
        .extracting(Guest::vmid, Guest::template)
        .containsExactly(tuple(101, true));
  }

  @Test
  void doesWithoutAddressesThatTheTokenMayNotSee() throws Exception {
    cluster.access().set("/", "VM.Audit");

    assertThat(api().inventory().nodes())
        .containsExactly(new ClusterNode("pve01", Optional.empty(), true));
  }

  @Test
  void namesThePrivilegesThatTheTokenLacks() throws Exception {
    cluster.virtualMachine(101, "mail", "pve01").pool("site");
    cluster.virtualMachine(102, "web", "pve01");
    cluster.access().clear().set("/pool/site", "VM.Audit", "VM.Backup").set("/vms", "VM.Audit");

    List<Privilege> missing =
        api()
            .missing(
                List.of(
                    Privilege.backup(102),
                    Privilege.audit(102),
                    Privilege.backup(101),
                    Privilege.audit(101),
                    Privilege.allocate("local-lvm")));

    assertThat(missing)
        .extracting(Privilege::toString)
        .containsExactly("Datastore.AllocateSpace on /storage/local-lvm", "VM.Backup on /vms/102");
  }

  @Test
  void saysWhichPrivilegeAnAnswerWasDeniedFor() throws Exception {
    cluster.api().failNext("version", 403, "Permission check failed (/vms/101, VM.Backup)");

    assertThat(refusal(api()))
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_ACCESS_DENIED,
                "The token of the Proxmox host %s lacks VM.Backup on /vms/101."
                    .formatted(place())));
  }

  @Test
  void tellsTheTokenFromTheHost() throws Exception {
    cluster.api().revokeToken();

    assertThat(refusal(api()))
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_ACCESS_DENIED,
                "The Proxmox host %s refused the token: invalid token value!.".formatted(place())));
  }

  @Test
  void readsErrorsFromTheBodyAndFromTheLineOfTheStatus() throws Exception {
    cluster.api().failNext("version", 500, "got timeout");
    Failure told = refusal(api());
    restart(ONE.withLegacyErrors());
    cluster.api().failNext("version", 596, "Connection timed out");
    Failure other = refusal(api());

    assertThat(told.reason()).isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    assertThat(told.message()).endsWith("answered with an error: got timeout (500).");
    assertThat(other.reason()).isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    assertThat(other.message())
        .endsWith("could not reach another node of its cluster: Connection timed out (596).");
  }

  @Test
  void asksOnceMoreOnAConnectionThatTheHostHadClosed() throws Exception {
    restart(ONE.withRequestsPerConnection(1));
    assertThat(api().inventory().nodes()).hasSize(1);
    restart(ONE);
    ProxmoxApi api = api();
    Inventory first = api.inventory();

    cluster.api().dropConnections();

    assertThat(api.inventory()).isEqualTo(first);
  }

  @Test
  void givesUpAHostThatIsAwayOrSilent() throws Exception {
    ProxmoxApi impatient = api(pin(cluster.fingerprint()), Duration.ofMillis(200));
    cluster.api().hang();
    Failure silent = refusal(impatient);
    cluster.api().down();
    Failure away = refusal(api());

    assertThat(silent.reason()).isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    assertThat(silent.message()).endsWith(": no answer in time.");
    assertThat(away.reason()).isEqualTo(FailureReason.SOURCE_UNREACHABLE);
  }

  @Test
  void trustsTheAuthoritiesOfABundleAndNoOthers() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    String other = Files.readString(ServerCertificate.create(elsewhere).certificate());

    assertThat(api(new HostTrust.ByAuthorities(cluster.caPem()), PATIENCE).inventory().nodes())
        .hasSize(1);
    Failure foreign = refusal(api(new HostTrust.ByAuthorities(other), PATIENCE));
    Failure unknown = refusal(api(new HostTrust.OfSystem(), PATIENCE));

    assertThat(List.of(foreign.reason(), unknown.reason()))
        .containsOnly(FailureReason.SOURCE_TLS_NOT_TRUSTED);
    assertThat(cluster.api().requests()).hasSize(4);
  }

  @Test
  void insistsOnTheNameUnlessTheCertificateItselfIsKnown() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("of-a-node"));
    ServerCertificate named = ServerCertificate.createFor("pve01.example.org", elsewhere);
    cluster.close();
    cluster = ProxmoxCluster.start(ONE, named);

    assertThat(api().inventory().nodes()).hasSize(1);
    assertThat(refusal(api(new HostTrust.ByAuthorities(cluster.caPem()), PATIENCE)).reason())
        .isEqualTo(FailureReason.SOURCE_TLS_NOT_TRUSTED);
  }

  @Test
  void saysWhichCertificateWasShownInstead() throws Exception {
    String shown = cluster.fingerprint();
    String pinned = (shown.charAt(0) == '0' ? "1" : "0") + shown.substring(1);

    Failure refused = refusal(api(pin(pinned), PATIENCE));

    assertThat(refused.reason()).isEqualTo(FailureReason.SOURCE_TLS_NOT_TRUSTED);
    assertThat(refused.message()).contains(cluster.fingerprint());
    assertThat(cluster.api().requests()).isEmpty();
  }

  @Test
  void followsNoRedirectAndTakesNoPageForAnAnswer() throws Exception {
    try (ScriptedWebServer other = ScriptedWebServer.start(certificate.serverContext())) {
      ProxmoxApi api = apiAt(other.url());
      other.answer(302, "", "Location: " + cluster.api().url() + "/api2/json/version");
      Failure sentAway = refusal(api);
      other.answer(200, "<html>maintenance</html>");
      Failure page = refusal(api);
      other.answer(404, "{}");
      Failure missing = refusal(api);
      other.cutInBody(200, "{");
      Failure cut = refusal(api);

      assertThat(sentAway.message()).endsWith("(302).");
      assertThat(page.message()).endsWith("what it sent is no JSON with data.");
      assertThat(missing.reason()).isEqualTo(FailureReason.SOURCE_VERSION_UNSUPPORTED);
      assertThat(cut.reason()).isEqualTo(FailureReason.SOURCE_UNREACHABLE);
      assertThat(cluster.api().requests()).isEmpty();
    }
  }

  @Test
  void readsNoAnswerWithoutEnd() throws Exception {
    try (ScriptedWebServer other = ScriptedWebServer.start(certificate.serverContext())) {
      other.answer(200, "[" + " ".repeat(16 << 20) + "]");

      assertThat(refusal(apiAt(other.url())).message())
          .endsWith("what it sent has more than 16 MiB.");
    }
  }

  @Test
  void refusesATokenOfAnotherFormWithoutRepeatingIt() {
    SourceException refused =
        catchThrowableOfType(
            SourceException.class,
            () -> apiWith(cluster.api().url(), "5b1f-secret\nX: y", pin(cluster.fingerprint())));

    assertThat(refused.failure().reason()).isEqualTo(FailureReason.SOURCE_ACCESS_DENIED);
    assertThat(refused).hasMessageNotContaining("secret");
  }

  private ProxmoxApi api() throws SourceException {
    return api(pin(cluster.fingerprint()), PATIENCE);
  }

  private ProxmoxApi apiAt(String url) throws SourceException {
    return apiWith(url, cluster.token(), pin(cluster.fingerprint()));
  }

  private ProxmoxApi api(HostTrust trust, Duration toAnswer) throws SourceException {
    return new RestProxmoxApi(
        URI.create(cluster.api().url()), trust, SecretBytes.ofUtf8(cluster.token()), toAnswer);
  }

  private static ProxmoxApi apiWith(String url, String token, HostTrust trust)
      throws SourceException {
    return new RestProxmoxApi(URI.create(url), trust, SecretBytes.ofUtf8(token), PATIENCE);
  }

  private static HostTrust pin(String fingerprint) {
    return new HostTrust.ByFingerprint(fingerprint);
  }

  private String place() {
    return URI.create(cluster.api().url()).getAuthority();
  }

  private static Failure refusal(ProxmoxApi api) {
    return catchThrowableOfType(SourceException.class, api::inventory).failure();
  }
}
