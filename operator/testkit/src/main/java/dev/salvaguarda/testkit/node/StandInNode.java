package dev.salvaguarda.testkit.node;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.tls.ServerCertificate;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * A stand-in for scheduler and kubelet: binds pending pods to itself and runs their containers as
 * processes of this machine, without root.
 *
 * <p>Volumes lie in a temporary folder, and paths below a mount are rewritten wherever the process
 * could meet them: in arguments, environment, working directory and in the strings of mounted JSON
 * files. What a real node does and this one doesn't: isolation, limits, read-only mounts, restarts
 * of containers, probes, networks.
 */
public final class StandInNode implements AutoCloseable {
  private static final Duration RENEW_PAUSE = Duration.ofSeconds(5);

  private final Path folder;
  private final LogEndpoint logs;
  private final NodePort port;
  private final NodeRegistration registration;
  private final PodTable pods;
  private final JobPods jobs;
  private final Thread heartbeat;
  private final Thread stopAtExit;
  private volatile boolean lost;

  private StandInNode(KubernetesClient client, NodeOptions options) {
    Clock clock = Clock.systemUTC();
    this.folder = newFolder();
    NodeContext context =
        new NodeContext(client, options.images(), options.storage(), folder, clock);
    this.pods = new PodTable(context, options.name());
    this.logs = new LogEndpoint(pods::log, clock);
    this.port =
        new NodePort(ServerCertificate.create(folder).serverContext(), logs.port(), pods::exec);
    this.registration = new NodeRegistration(client, options.name(), port.number(), clock);
    this.jobs = new JobPods(client, clock);
    this.stopAtExit = new Thread(pods::killAll, "stop-pods");
    Runtime.getRuntime().addShutdownHook(stopAtExit);
    this.heartbeat = Thread.ofVirtual().name("heartbeat").unstarted(this::beat);
  }

  /** Every user may pass through it: some workers start a server as another one. */
  private static Path newFolder() {
    Path folder = Machine.temporaryFolder("node");
    try {
      return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts a node; {@code client} is an administrator's and stays the caller's. */
  public static StandInNode start(KubernetesClient client, NodeOptions options) {
    StandInNode node = new StandInNode(client, options);
    try {
      node.begin(options.makesJobPods());
      return node;
    } catch (KubernetesClientException e) {
      node.close();
      throw e;
    }
  }

  /** The pods whose processes live. */
  public List<Pod> runningPods() {
    return pods.running();
  }

  /** SIGKILL for the pod's processes, reported as a failure. */
  public void killPod(String namespace, String name) {
    pods.require(namespace, name).kill();
  }

  /** SIGKILL by the kernel for want of memory: reason {@code OOMKilled}. */
  public void oomKill(String namespace, String name) {
    pods.require(namespace, name).killForMemory();
  }

  /** The kernel's out-of-memory killer takes all processes of one container. */
  public void oomKill(String namespace, String name, String container) {
    pods.require(namespace, name).killForMemory(container);
  }

  /** The pod is evicted: its processes end and its status says {@code Evicted}. */
  public void evictPod(String namespace, String name) {
    pods.require(namespace, name).end(Ending.EVICTED, Duration.ofSeconds(1));
  }

  /** The processes vanish and the pod's status says {@code Running} for ever. */
  public void losePod(String namespace, String name) {
    pods.require(namespace, name).lose();
  }

  /** Breaks off the log connections that are open now. */
  public void cutLogs() {
    logs.cut();
  }

  /** Breaks off every log connection, those to come too, until called with false. */
  public void refuseLogs(boolean refuse) {
    logs.refuse(refuse);
  }

  /** The machine is gone: no Lease, no status, no logs, no processes. */
  public void loseNode() {
    lost = true;
    logs.refuse(true);
    pods.lose();
  }

  /** The machine is back after {@link #loseNode} and says what became of its pods. */
  public void returnNode() {
    registration.register();
    lost = false;
    logs.refuse(false);
    pods.comeBack();
  }

  @Override
  public void close() {
    heartbeat.interrupt();
    jobs.close();
    pods.close();
    port.close();
    logs.close();
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is on its way out and runs the hook itself.
    }
    Folders.delete(folder);
  }

  private void begin(boolean makesJobPods) {
    registration.register();
    heartbeat.start();
    pods.watch();
    if (makesJobPods) {
      jobs.watch();
    }
  }

  private void beat() {
    try {
      while (true) {
        Thread.sleep(RENEW_PAUSE);
        if (!lost) {
          registration.renew();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
