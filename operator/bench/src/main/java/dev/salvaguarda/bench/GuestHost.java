package dev.salvaguarda.bench;

import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import dev.salvaguarda.testkit.proxmox.ProxmoxSettings;
import dev.salvaguarda.testkit.proxmox.SimulatedGuest;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A Proxmox host as a worker meets it. Its API is that of the double, which also made the archives
 * beforehand; they are served by OpenSSH, as on a real host, so that what is measured is the worker
 * and not the double's encryption.
 */
final class GuestHost implements AutoCloseable {
  private static final long GIB = 1L << 30;
  private static final int VM = 100;
  private static final int CONTAINER = 200;
  private static final int FILLED_PERCENT = 60;
  private static final int BLOCK = 4096;

  /** Of the blocks of a drive that change each day, as in the workload that was asked for. */
  private static final int CHANGED_PERCENT = 2;

  /** Blocks of a run: 1 MiB, as a file system allocates what is appended. */
  private static final int RUN = 256;

  private static final String AGAIN = "again";

  private static final int FILES = 20_000;
  private static final int LARGEST_FILE = 64 << 10;

  private final Path folder;
  private final ProxmoxCluster api;
  private final LocalProcess sshd;
  private final int port = Machine.freePort();
  private final int divisor;

  private GuestHost(Path folder, int divisor) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.divisor = divisor;
    this.api = ProxmoxCluster.start(ProxmoxSettings.of(1), ServerCertificate.create(folder));
    SimulatedGuest scattered = machine(VM, 1);
    SimulatedGuest inRuns = machine(VM + 1, RUN);
    SimulatedGuest container =
        api.container(CONTAINER, "files", "pve01").files(FILES / divisor, LARGEST_FILE).start();
    Files.writeString(folder.resolve("key"), api.clientKey());
    bash(
        "chmod 600 key && ssh-keygen -y -f key > authorized && ssh-keygen -q -t ed25519 -N '' -f host");
    for (SimulatedGuest guest : List.of(scattered, inRuns, container)) {
      keep(guest.day(1).vmid(), "1");
      keep(guest.day(2).vmid(), "2");
    }
    keep(scattered.day(1).vmid(), AGAIN);
    this.sshd = serve();
  }

  /**
   * Makes the archives, which takes a minute, and serves them.
   *
   * @param divisor by which all sizes are divided
   */
  static GuestHost start(Path folder, int divisor) throws IOException {
    return new GuestHost(folder, divisor);
  }

  /** The machine whose blocks change here and there. */
  BenchSource.Guest scattered(int day) {
    return guest(VM, Integer.toString(day));
  }

  /** The same copied once more on day 1: another archive, in another order, of the same content. */
  BenchSource.Guest scatteredAgain() {
    return guest(VM, AGAIN);
  }

  /** The machine whose blocks change in runs. */
  BenchSource.Guest inRuns(int day) {
    return guest(VM + 1, Integer.toString(day));
  }

  /** The container. */
  BenchSource.Guest container(int day) {
    return guest(CONTAINER, Integer.toString(day));
  }

  /** Serves the archive of a day from now on. */
  void serve(BenchSource.Guest guest) {
    bash(
        "ln -sfn %1$s-%2$s.archive %1$s.archive && ln -sfn %1$s-%2$s.log %1$s.log"
            .formatted(guest.vmid(), guest.day()));
  }

  ProxmoxCluster api() {
    return api;
  }

  Path keyFile() {
    return folder.resolve("key");
  }

  /** Type and key, as in a file of known hosts behind the name. */
  String hostKey() throws IOException {
    // Behind them stands who made it.
    return Files.readString(folder.resolve("host.pub")).replaceFirst("^(\\S+ \\S+).*\\s*$", "$1");
  }

  int port() {
    return port;
  }

  private BenchSource.Guest guest(int vmid, String day) {
    return new BenchSource.Guest(
        this, vmid, day, folder.resolve("%d-%s.archive".formatted(vmid, day)));
  }

  private SimulatedGuest machine(int vmid, int run) {
    return api.virtualMachine(vmid, "bench-" + vmid, "pve01")
        .drive("scsi0", 2 * drive(), FILLED_PERCENT, changed(2 * drive()), run)
        .drive("scsi1", drive(), FILLED_PERCENT, changed(drive()), run)
        .start();
  }

  /** Bytes, whole mebibytes. */
  private long drive() {
    return ((GIB / divisor) >> 20) << 20;
  }

  private static int changed(long size) {
    return (int) (size / BLOCK * CHANGED_PERCENT / 100);
  }

  /** Asks the double for an archive, once. */
  private void keep(int vmid, String day) {
    bash(
        ("ssh -q -F none -i key -p %d -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null"
                + " root@%s 'backup %d' < /dev/null > %d-%s.archive 2> %d-%s.log")
            .formatted(
                api.shell("pve01").port(),
                api.shell("pve01").address(),
                vmid,
                vmid,
                day,
                vmid,
                day));
  }

  private LocalProcess serve() throws IOException {
    Files.writeString(
        folder.resolve("serve"),
        """
        #!/bin/bash
        cd '%s'
        set -- $SSH_ORIGINAL_COMMAND
        case $1 in
          probe) echo pve-manager/9.2.3/0 ;;
          backup) cat "$2.archive" && cat "$2.log" >&2 ;;
        esac
        """
            .formatted(folder));
    Files.writeString(
        folder.resolve("sshd_config"),
        """
        ListenAddress 127.0.0.1:%d
        HostKey %2$s/host
        AuthorizedKeysFile %2$s/authorized
        ForceCommand /bin/bash %2$s/serve
        StrictModes no
        UsePAM no
        PidFile none
        """
            .formatted(port, folder));
    Path program = RequiredTool.onPath("sshd", "Install the package openssh-server.").path();
    // Where OpenSSH wants to be shut in before it knows who comes; packages leave it to systemd.
    bash("[ -d /run/sshd ] || mkdir -p /run/sshd");
    return LocalProcess.start(
        "sshd",
        List.of(program.toString(), "-D", "-e", "-f", folder.resolve("sshd_config").toString()),
        Map.of(),
        folder,
        folder.resolve("sshd.log"));
  }

  private void bash(String line) {
    MeasuredCommand _ =
        MeasuredCommand.run(
            "cd '%s' && %s".formatted(folder, line), Map.of(), folder.resolve("bash.log"));
  }

  @Override
  public void close() {
    sshd.close();
    api.close();
  }
}
