package dev.salvaguarda.app.demo;

import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** PVE01 of the institute, as a double that answers and sends as a Proxmox host does. */
final class Guests implements AutoCloseable {
  static final String POLICY = "pve01";
  static final String TEST = "64-test-guests.yaml";

  static final String TRIAL = "66-try-guest.yaml";

  private static final String NODE = "pve01";
  private static final String EXAMPLE = "48-proxmox.yaml";
  private static final String FINGERPRINT =
      "AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99";
  private static final String HOST_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINtrsmIfigMyDGK0/ZUZsIayFVL6sqUyRcKtiWDjxmU1";
  private static final long SEED = 20_261_128;
  private static final int FILLED_PERCENT = 60;
  private static final int CHANGED_BLOCKS = 20;
  private static final int FIRST_TRIED = 9000;
  private static final long MIB = 1 << 20;

  private final ProxmoxCluster host;

  /** Starts a host with two virtual machines and a container. */
  Guests() {
    host =
        ProxmoxCluster.start(
            ProxmoxSettings.of(SEED).withNodes(NODE),
            ServerCertificate.create(Machine.temporaryFolder("pve01")));
    guest(100, "mail", 48 * MIB);
    guest(101, "payroll", 24 * MIB);
    host.container(102, "vpn", NODE).files(200, 20_000).tags("nightly").start();
  }

  private void guest(int vmid, String name, long bytes) {
    host.virtualMachine(vmid, name, NODE)
        .efiDisk()
        .drive("scsi0", bytes, FILLED_PERCENT, CHANGED_BLOCKS)
        .withAgent()
        .tags("nightly")
        .start();
  }

  /** Applies the example with the address, the token and the keys of this host. */
  void apply(KubernetesClient client, Path examples) {
    String[] token = host.token().split("=", 2);
    Map<String, String> places = door();
    places.put("port: 22", "port: " + host.shell(NODE).port());
    places.put("tokenId: salvaguarda@pve!k8s", "tokenId: " + token[0]);
    places.put("tokenSecret: change-me", "tokenSecret: " + token[1]);
    places.put(
        "ssh-privatekey: change-me",
        "ssh-privatekey: |\n    " + host.clientKey().strip().replace("\n", "\n    "));
    Manifests.apply(client, DemoWorld.NAMESPACE, examples.resolve(EXAMPLE), places);
  }

  /** What the example of a trial has to be told of this host, which is the only one here. */
  Map<String, String> sandbox() {
    Map<String, String> places = door();
    String key = "keyRef: {name: pve-ssh}";
    places.put(key, key + "\n        port: " + host.shell(NODE).port());
    return places;
  }

  private Map<String, String> door() {
    Map<String, String> places = new LinkedHashMap<>();
    places.put("https://pve02.example.org:8006", host.api().url());
    places.put("https://pve01.example.org:8006", host.api().url());
    places.put(FINGERPRINT, host.fingerprint());
    places.put(HOST_KEY, host.shell(NODE).hostKey());
    places.put("pve02", NODE);
    return places;
  }

  /** Throws if the machine of the trial is still there. */
  void requireNoneLeft() {
    if (host.hasGuest(FIRST_TRIED)) {
      throw new DemoFailure("a guest of the trial is left on the host");
    }
  }

  /** What a night changes. */
  void workForADay() {
    host.guest(100).day(2);
  }

  @Override
  public void close() {
    host.close();
  }
}
