package dev.salvaguarda.agent.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.salvaguarda.agent.GuestSources;
import dev.salvaguarda.agent.proxmox.HostLogin;
import dev.salvaguarda.agent.proxmox.SshAccess;
import dev.salvaguarda.domain.failure.Failure;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.guest.Coverage;
import dev.salvaguarda.domain.guest.HostFinding;
import dev.salvaguarda.domain.guest.HostFinding.Sight;
import dev.salvaguarda.domain.workorder.ProxmoxOrder.Guests;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a policy is told before its first night, by the double of a cluster. */
class HostProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-28T07:00:00Z");
  private static final Guests ALL =
      new Guests(List.of(), List.of(), List.of(), List.of(), List.of());

  private static ProxmoxCluster cluster;

  @BeforeAll
  static void start(@TempDir Path folder) {
    cluster =
        ProxmoxCluster.start(
            ProxmoxSettings.of(11).withNodes("pve01", "pve02"), ServerCertificate.create(folder));
    cluster.virtualMachine(100, "mail", "pve01").tags("nightly").pool("site");
    cluster.virtualMachine(101, "payroll", "pve02").tags("nightly");
    cluster.virtualMachine(102, "", "pve02");
    cluster.virtualMachine(900, "debian-13", "pve01").asTemplate();
  }

  @AfterAll
  static void close() {
    cluster.close();
  }

  @BeforeEach
  void grant() {
    cluster.setOnline("pve02", true);
    cluster.access().clear().set("/", "VM.Audit", "Pool.Audit", "Sys.Audit");
  }

  @Test
  void findsNothingAmissWhereTokenAndKeyMayDoWhatTheyHaveTo() throws Exception {
    HostFinding found = look(tagged("nightly"));

    assertThat(found.trouble()).isNull();
    assertThat(found.seen()).isEqualTo("Proxmox VE 9.2.3 at 127.0.0.1 shows 2 guests to copy.");
    assertThat(cluster.shell("pve01").commands()).containsOnly("probe");
    assertThat(cluster.shell("pve02").commands()).containsOnly("probe");
  }

  @Test
  void saysWhatTheTokenMayNotDo() throws Exception {
    cluster.access().clear().set("/vms/100", "VM.Audit").set("/", "Sys.Audit");

    assertThat(look(ids(100, 101)).trouble())
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_ACCESS_DENIED,
                "The token of the Proxmox host 127.0.0.1 lacks VM.Audit on /vms/101."));
    assertThat(look(pooled("lab")).trouble())
        .extracting(Failure::message)
        .isEqualTo(
            "The token of the Proxmox host 127.0.0.1 lacks Pool.Audit on /pool/lab, VM.Audit on /vms.");
  }

  @Test
  void asksForAddressesOnlyWhereThereAreSeveralNodes() throws Exception {
    cluster.access().clear().set("/", "VM.Audit", "Pool.Audit");

    assertThat(look(ALL).trouble())
        .extracting(Failure::message)
        .isEqualTo("The token of the Proxmox host 127.0.0.1 lacks Sys.Audit on /.");
  }

  @Test
  void saysThatANamedGuestIsNotThereOrThatNoneIsMeant() throws Exception {
    assertThat(look(ids(100, 404)).trouble())
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_NOT_FOUND,
                "The Proxmox host 127.0.0.1 has no guest 404, which guests.ids names."));
    assertThat(look(tagged("weekly")).trouble())
        .extracting(Failure::reason)
        .isEqualTo(FailureReason.SOURCE_EMPTY);
    cluster.access().clear();
    assertThat(look(ALL).trouble())
        .extracting(Failure::message)
        .isEqualTo(
            "The token of the Proxmox host 127.0.0.1 lacks Sys.Audit on /, VM.Audit on /vms.");
  }

  @Test
  void saysThatANodeCanNotBeEntered() throws Exception {
    HostFinding other = look(ids(100), cluster.shell("pve02").hostKey());
    cluster.setOnline("pve02", false);

    assertThat(other.trouble())
        .extracting(Failure::reason)
        .isEqualTo(FailureReason.SOURCE_TLS_NOT_TRUSTED);
    assertThat(look(ids(100)).trouble()).isNull();
    assertThat(look(ids(100, 101)).trouble())
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_UNREACHABLE,
                "Guest 101 (payroll) is on node pve02, which is offline."));
  }

  @Test
  void hostsThatDoNotAnswerAreSeenByNobody() throws Exception {
    cluster.api().failNext("version", 401, "invalid token value!");

    HostFinding found = look(ALL);

    assertThat(found.trouble())
        .extracting(Failure::reason)
        .isEqualTo(FailureReason.SOURCE_ACCESS_DENIED);
    assertThat(found.sight()).isNull();
  }

  @Test
  void countsGuestsOnlyIfAllOfThemAreSeen() throws Exception {
    Sight full = look(tagged("nightly")).sight();
    cluster.access().clear().set("/vms/100", "VM.Audit").set("/", "Sys.Audit");
    Sight partial = look(ids(100)).sight();

    assertThat(full)
        .isInstanceOfSatisfying(
            Sight.Full.class,
            sight -> assertThat(sight.coverage()).extracting(Coverage::covered).isEqualTo(2));
    assertThat(partial)
        .isEqualTo(
            new Sight.Partial(
                "The token of 127.0.0.1 sees some guests only: it lacks VM.Audit on /vms."));
  }

  @Test
  void saysWhatIsMissingForCopiesByAStorage(@TempDir Path folder) throws Exception {
    HostFinding absent = lookForASpool(ids(100, 101));
    cluster.spool(folder);
    HostFinding denied = lookForASpool(ids(100, 101));
    cluster
        .access()
        .set("/vms", "VM.Backup", "VM.Audit")
        .set("/storage", "Datastore.Audit", "Datastore.AllocateSpace");
    HostFinding good = lookForASpool(ids(100, 101));
    cluster.setSpoolOnline(false);
    HostFinding away = lookForASpool(ids(100, 101));

    assertThat(absent.trouble())
        .extracting(Failure::message)
        .isEqualTo(
            "The token of the Proxmox host 127.0.0.1 lacks Datastore.AllocateSpace on /storage/local-lvm, Datastore.AllocateSpace on /storage/spool, Datastore.Audit on /storage/spool, VM.Backup on /vms/100, VM.Backup on /vms/101.");
    assertThat(denied.trouble()).isEqualTo(absent.trouble());
    assertThat(good.trouble()).isNull();
    assertThat(away.trouble())
        .isEqualTo(
            new Failure(
                FailureReason.SOURCE_UNREACHABLE,
                "Node pve01 does not reach the storage spool now."));
  }

  private static HostFinding look(Guests asked) throws Exception {
    return look(asked, cluster.shell("pve01").hostKey(), cluster.shell("pve02").hostKey());
  }

  private static HostFinding look(Guests asked, String... hostKeys) throws Exception {
    SshAccess ssh =
        new SshAccess(
            "root",
            SecretBytes.ofUtf8(cluster.clientKey()),
            List.of(hostKeys),
            cluster.shell("pve01").port());
    return GuestSources.aLook(login(), ssh).look(asked, List.of(asked), List.of(), NOW);
  }

  private static HostLogin login() {
    return new HostLogin(
        URI.create(cluster.api().url()),
        null,
        cluster.fingerprint(),
        SecretBytes.ofUtf8(cluster.token()));
  }

  private static HostFinding lookForASpool(Guests asked) throws Exception {
    return GuestSources.aLook(login(), "spool", "local-lvm")
        .look(asked, List.of(asked), List.of(), NOW);
  }

  private static Guests ids(Integer... ids) {
    return new Guests(List.of(ids), List.of(), List.of(), List.of(), List.of());
  }

  private static Guests tagged(String tag) {
    return new Guests(List.of(), List.of(tag), List.of(), List.of(), List.of());
  }

  private static Guests pooled(String pool) {
    return new Guests(List.of(), List.of(), List.of(pool), List.of(), List.of());
  }
}
