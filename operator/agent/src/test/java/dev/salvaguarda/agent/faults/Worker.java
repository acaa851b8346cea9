package dev.salvaguarda.agent.faults;

import dev.salvaguarda.agent.adapter.jdbc.JdbcSqlClient;
import dev.salvaguarda.agent.adapter.process.LocalProgramRunner;
import dev.salvaguarda.agent.adapter.proxmox.HostClient;
import dev.salvaguarda.agent.adapter.proxmox.RestProxmoxApi;
import dev.salvaguarda.agent.adapter.proxmox.RestSpoolApi;
import dev.salvaguarda.agent.adapter.ssh.SshRemoteShell;
import dev.salvaguarda.agent.attempt.Attempt;
import dev.salvaguarda.agent.attempt.Work;
import dev.salvaguarda.agent.guest.ArchiveOrigin;
import dev.salvaguarda.agent.guest.GuestSource;
import dev.salvaguarda.agent.guest.ProxmoxHost;
import dev.salvaguarda.agent.guest.ShellOrigin;
import dev.salvaguarda.agent.port.ProxmoxApi;
import dev.salvaguarda.agent.port.RemoteShell;
import dev.salvaguarda.agent.port.SpoolApi;
import dev.salvaguarda.agent.progress.ProgressBoard;
import dev.salvaguarda.agent.proxmox.HostTrust;
import dev.salvaguarda.agent.proxmox.SshAccess;
import dev.salvaguarda.agent.restore.RestoreAttempt;
import dev.salvaguarda.agent.restore.server.Landings;
import dev.salvaguarda.agent.source.Cancellation;
import dev.salvaguarda.agent.source.SourceException;
import dev.salvaguarda.agent.spool.SpoolMark;
import dev.salvaguarda.agent.spool.SpoolOrigin;
import dev.salvaguarda.agent.spool.SpoolPace;
import dev.salvaguarda.agent.wire.LineWriter;
import dev.salvaguarda.domain.failure.FailureReason;
import dev.salvaguarda.domain.workorder.CopyResult;
import dev.salvaguarda.domain.workorder.CopyResult.Consistency;
import dev.salvaguarda.domain.workorder.CopyTask;
import dev.salvaguarda.domain.workorder.Guards;
import dev.salvaguarda.domain.workorder.ProxmoxAccess;
import dev.salvaguarda.domain.workorder.ProxmoxOrder;
import dev.salvaguarda.domain.workorder.RepositoryAccess;
import dev.salvaguarda.domain.workorder.RestoreInto;
import dev.salvaguarda.domain.workorder.RestoreResult;
import dev.salvaguarda.domain.workorder.RestoreTask;
import dev.salvaguarda.domain.workorder.SourceOrder;
import dev.salvaguarda.domain.workorder.WorkIdentity;
import dev.salvaguarda.repository.fixture.FaultyStore;
import dev.salvaguarda.repository.model.SecretBytes;
import dev.salvaguarda.testkit.proxmox.ProxmoxCluster;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What runs in a pod, in this JVM, and the ways on which it reaches the rest. */
final class Worker {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final SpoolPace PACE =
      new SpoolPace(Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofSeconds(1), PATIENCE);

  /** Numbers of guests with which copies are tried. */
  static final List<Integer> SANDBOX = List.of(9000, 9001, 9002);

  private final GuestWorld world;
  private final int number;
  private final String policy;
  private final FaultyStore store;
  private final Cancellation cancellation = new Cancellation();
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private volatile boolean dead;

  Worker(GuestWorld world, int number, String policy) {
    this.world = world;
    this.number = number;
    this.policy = policy;
    this.store = world.repository().newStore();
  }

  /** Its way to the repository. */
  FaultyStore store() {
    return store;
  }

  /** Asks it to stop. */
  void cancel() {
    cancellation.request();
  }

  /** It vanishes: nothing that it does from now on reaches anybody. */
  void kill() {
    dead = true;
    store.breakDown();
    world.cluster().api().dropConnections();
    GuestWorld.NODES.forEach(node -> world.cluster().shell(node).dropConnections());
    cancellation.request();
  }

  boolean isDead() {
    return dead;
  }

  String log() {
    return log.toString(StandardCharsets.UTF_8);
  }

  /** Copies all guests. */
  CopyResult copy() {
    Attempt attempt =
        new Attempt(
            identity("BackupRun"),
            task(),
            _ -> new GuestSource(order(), api(), origin(), Clock.systemUTC()),
            (_, _) -> world.repository().open(store),
            world.repository().options(),
            surroundings());
    attempt.run();
    return attempt.result(0);
  }

  /** Tries guests on the second node. */
  RestoreResult tryGuests(List<RestoreTask.Wanted> wanted) {
    RestoreInto into =
        RestoreInto.of(
            new RestoreInto.Sandbox(
                new RestoreInto.Place(
                    proxmox(),
                    login(),
                    "pve02",
                    "local-lvm",
                    SANDBOX.getFirst(),
                    SANDBOX.getLast()),
                60,
                false,
                3600));
    RestoreAttempt attempt =
        new RestoreAttempt(
            identity("Restore"),
            new RestoreTask(access(), wanted, into, false, List.of(), 0),
            (_, _) -> world.repository().open(store),
            new Landings(
                new LocalProgramRunner(List.of()),
                List.of(),
                false,
                JdbcSqlClient.postgresql(),
                JdbcSqlClient.mariadb()),
            _ -> host(),
            surroundings());
    attempt.run();
    return attempt.result(0);
  }

  private WorkIdentity identity(String kind) {
    return new WorkIdentity(kind, "payroll", "nightly-" + number, "uid-" + kind, number);
  }

  private Work.Surroundings surroundings() {
    return new Work.Surroundings(
        new ProgressBoard(),
        new LineWriter(new PrintStream(log, true, StandardCharsets.UTF_8), Clock.systemUTC()),
        cancellation,
        Clock.systemUTC());
  }

  private ProxmoxHost host() throws SourceException {
    return new ProxmoxHost("127.0.0.1", api(), shell());
  }

  private ProxmoxApi api() throws SourceException {
    return mortal(ProxmoxApi.class, new RestProxmoxApi(client()));
  }

  private ArchiveOrigin origin() throws SourceException {
    ProxmoxOrder order = order();
    return order.spool() == null
        ? new ShellOrigin(shell(), "127.0.0.1", order.mode(), null)
        : new SpoolOrigin(
            mortal(SpoolApi.class, new RestSpoolApi(client())),
            SpoolOrigin.Way.of(order, order.spool()),
            SpoolMark.of("institute", task()),
            PACE);
  }

  private HostClient client() throws SourceException {
    ProxmoxCluster cluster = world.cluster();
    return new HostClient(
        URI.create(cluster.api().url()),
        new HostTrust.ByFingerprint(cluster.fingerprint()),
        SecretBytes.ofUtf8(cluster.token()),
        PATIENCE,
        HostClient.LONGEST_ANSWER);
  }

  private RemoteShell shell() throws SourceException {
    ProxmoxCluster cluster = world.cluster();
    return mortal(
        RemoteShell.class,
        new SshRemoteShell(
            new SshAccess(
                "root",
                SecretBytes.ofUtf8(cluster.clientKey()),
                GuestWorld.NODES.stream().map(node -> cluster.shell(node).hostKey()).toList(),
                cluster.shell("pve01").port()),
            PATIENCE));
  }

  /** The same as long as the pod is there. */
  private <T> T mortal(Class<T> port, T behind) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              if (dead) {
                throw SourceException.ofSource(
                    FailureReason.SOURCE_UNREACHABLE, "The pod is gone.");
              }
              try {
                return method.invoke(behind, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            }));
  }

  private ProxmoxAccess proxmox() {
    ProxmoxCluster cluster = world.cluster();
    return new ProxmoxAccess(cluster.api().url(), null, cluster.fingerprint(), "id", "secret");
  }

  private ProxmoxOrder.Ssh login() {
    return new ProxmoxOrder.Ssh("root", "key", List.of(), world.cluster().shell("pve01").port());
  }

  private ProxmoxOrder order() {
    String spool = world.spool();
    return new ProxmoxOrder(
        proxmox(),
        new ProxmoxOrder.Guests(GuestWorld.GUESTS, List.of(), List.of(), List.of(), List.of()),
        spool == null ? login() : null,
        spool == null ? null : new ProxmoxOrder.Spool("spool", spool),
        null,
        Consistency.CRASH,
        ProxmoxOrder.ContainerFallback.FAIL,
        ProxmoxOrder.Mode.SNAPSHOT,
        1);
  }

  private CopyTask task() {
    return new CopyTask(
        policy,
        SourceOrder.of("pve01.example.org", order()),
        List.of(),
        Map.of(),
        List.of(),
        access(),
        null,
        true,
        Set.of(),
        false,
        Guards.none(),
        0);
  }

  private static RepositoryAccess access() {
    return new RepositoryAccess(
        "offsite", "https://s3.example.org", "", "b", "", true, null, "a", "s", null, "p");
  }
}
