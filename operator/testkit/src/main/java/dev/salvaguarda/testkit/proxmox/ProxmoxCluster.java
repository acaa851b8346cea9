package dev.salvaguarda.testkit.proxmox;

import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/**
 * A cluster of Proxmox VE, simulated: API, SSH and guests.
 *
 * <pre>{@code
 * try (ProxmoxCluster cluster = ProxmoxCluster.start(
 *     ProxmoxSettings.of(7).withNodes("pve01", "pve02"), ServerCertificate.create(folder))) {
 *   SimulatedGuest mail = cluster.virtualMachine(100, "mail", "pve01").efiDisk().drive("scsi0", 8 << 20);
 *   // API: cluster.api().url(), cluster.token(), cluster.caPem() or cluster.fingerprint()
 *   // SSH: user root, cluster.clientKey(), cluster.shell("pve01").address(), .port(), .hostKey()
 *   //      command "backup 100", "backup 100 fleecing=local-lvm", "probe", or vzdump's own
 *   mail.day(2).nextBackup(new Fault.CutAtExtent(1, 255));
 *   mail.drive("scsi0").sha256(); // what a copy of today has to hold
 * }
 * }</pre>
 *
 * <p>Node n listens at 127.0.0.n, all on one SSH port.
 */
public final class ProxmoxCluster implements AutoCloseable {
  private static final String TOKEN = "backup@pve!k8s=6f1c9a52-0a56-4b0e-9f6e-1d2f4f5a7c11";

  private final ProxmoxSettings settings;
  private final ServerCertificate certificate;
  private final Inventory inventory;
  private final AccessList access = new AccessList();
  private final Tasks tasks;
  private final ApiServer api;
  private final NodeShells shells;
  private final Map<String, Vzdump> dumps = new LinkedHashMap<>();

  private ProxmoxCluster(ProxmoxSettings settings, Clock clock, ServerCertificate certificate) {
    this.settings = settings;
    this.certificate = certificate;
    inventory = new Inventory(settings.nodes());
    tasks = new Tasks(clock);
    Map<String, ForcedCommand> commands = new LinkedHashMap<>();
    Random random = new Random(settings.seed());
    for (String node : settings.nodes()) {
      Vzdump dump = new Vzdump(node, inventory, clock, new Random(random.nextLong()));
      dumps.put(node, dump);
      commands.put(node, new ForcedCommand(settings, dump, new GuestCommands(node, inventory)));
    }
    SpoolRoutes spool =
        new SpoolRoutes(inventory, access, tasks, new SpoolBackup(inventory, dumps, clock));
    ApiRoutes routes = new ApiRoutes(settings, inventory, access, tasks, spool);
    api = new ApiServer(certificate.serverContext(), settings, TOKEN, routes);
    shells = NodeShells.start(commands);
  }

  /**
   * Starts one without guests.
   *
   * @param certificate of its API, for {@code 127.0.0.1}, such as {@link ServerCertificate#create}
   *     makes
   */
  public static ProxmoxCluster start(ProxmoxSettings settings, ServerCertificate certificate) {
    return new ProxmoxCluster(settings, Clock.systemUTC(), certificate);
  }

  /** Adds a virtual machine, which runs and has no drives yet. */
  public SimulatedGuest virtualMachine(int vmid, String name, String node) {
    return add(SimulatedGuest.Kind.QEMU, vmid, name, node);
  }

  /** Adds a container, which runs and holds nothing but what is hard to archive. */
  public SimulatedGuest container(int vmid, String name, String node) {
    return add(SimulatedGuest.Kind.LXC, vmid, name, node);
  }

  /** A guest that was added. */
  public SimulatedGuest guest(int vmid) {
    return inventory
        .guest(vmid)
        .orElseThrow(() -> new IllegalArgumentException("no guest " + vmid));
  }

  /** Whether there is a guest of this number. */
  public boolean hasGuest(int vmid) {
    return inventory.guest(vmid).isPresent();
  }

  /** Takes a guest away. */
  public void remove(int vmid) {
    inventory.remove(vmid);
  }

  /** Gives the cluster a storage {@code spool}, which is this folder, for archives. */
  public void spool(Path folder) {
    inventory.spool(new Spool(folder));
  }

  /** Takes the storage {@code spool} away from the nodes, or gives it back. */
  public void setSpoolOnline(boolean online) {
    inventory.spool().ifPresent(spool -> spool.setOffline(!online));
  }

  /** The agents of guests that are restored keep silent so often, and answer from then on. */
  public void silentAgents(int pings) {
    inventory.silence(pings);
  }

  /** What becomes of programs that are run in guests, by their words; none is there at first. */
  public void programs(Function<List<String>, GuestProgram> become) {
    inventory.programs(become);
  }

  /** Takes a node from the cluster or back: it is told as offline, and its SSH connections end. */
  public void setOnline(String node, boolean online) {
    inventory.setOnline(node, online);
    if (!online) {
      shell(node).dropConnections();
    }
  }

  /** How long a copy waits on its node for the one before it; three minutes at first. */
  public void lockWait(Duration longest) {
    dumps.values().forEach(dump -> dump.lockWait(longest));
  }

  /** Its HTTPS API. */
  public ApiServer api() {
    return api;
  }

  /** What the token may do. */
  public AccessList access() {
    return access;
  }

  /** The SSH server of a node. */
  public NodeShell shell(String node) {
    return shells.of(node);
  }

  /** What stands behind {@code PVEAPIToken=}: user, realm, name and secret. */
  public String token() {
    return TOKEN;
  }

  /** The CA bundle that trusts the API, in PEM. */
  public String caPem() {
    try {
      return Files.readString(certificate.certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SHA-256 of the API's certificate: 32 bytes in upper case hexadecimal, with colons between. */
  public String fingerprint() {
    try {
      byte[] encoded =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(caPem().getBytes(StandardCharsets.US_ASCII)))
              .getEncoded();
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(encoded);
      return HexFormat.ofDelimiter(":").formatHex(sum).toUpperCase(Locale.ROOT);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key that every node lets in as root, in the form of OpenSSH. */
  public String clientKey() {
    return shells.clientKey();
  }

  @Override
  public void close() {
    tasks.abortAll();
    api.close();
    shells.close();
  }

  private SimulatedGuest add(SimulatedGuest.Kind kind, int vmid, String name, String node) {
    SimulatedGuest guest =
        new SimulatedGuest(kind, vmid, name, node, settings.seed() * 1_000_003 + vmid);
    inventory.add(guest);
    return guest;
  }
}
