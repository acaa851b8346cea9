package dev.salvaguarda.testkit.cluster;

import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import dev.salvaguarda.testkit.process.Signals;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.KubeAPITestException;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The API server and its etcd, as processes that can be stopped, killed and started again. */
final class ApiServer {
  /** Of a machine that has a lot else to do. */
  private static final Duration STARTUP = Duration.ofMinutes(4);

  private static final int MOST_TRIES = 3;

  /** Two may be bound to a port, of which one listens. */
  private static final String SHARE_PORT = "--permit-port-sharing=true";

  private final KubeAPIServer server;
  private final String kubeconfigYaml;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private List<String> command = List.of();
  private @Nullable LocalProcess again;
  private @Nullable LocalProcess etcdAgain;
  private @Nullable Socket keptPort;

  private ApiServer(KubeAPIServer server) {
    this.server = server;
    this.kubeconfigYaml = server.getKubeConfigYaml();
  }

  static ApiServer start(List<String> flags) {
    RequiredTool.kubernetes("kube-apiserver").path();
    RequiredTool.kubernetes("etcd").path();
    for (int tries = 1; ; tries++) {
      KubeAPIServer server = prepare(flags);
      try {
        server.start();
        return new ApiServer(server);
      } catch (KubeAPITestException e) {
        // The library looks for free ports long before the programs take them.
        System.err.println("An API server did not start, perhaps for want of a port: " + e);
        server.stop();
        if (tries == MOST_TRIES) {
          throw e;
        }
      }
    }
  }

  private static KubeAPIServer prepare(List<String> flags) {
    return new KubeAPIServer(
        KubeAPIServerConfigBuilder.anAPIServerConfig()
            .withTestDir(Machine.kubeApiTestFolder().toString())
            .withApiServerVersion(Machine.KUBERNETES_VERSION)
            .withUpdateKubeConfig(false)
            .withOfflineMode(true)
            .withApiServerFlags(flags)
            .withStartupTimeout((int) patience(LocalTime.now(ZoneId.systemDefault())).toMillis())
            .build()) {
      // The library would end etcd as well and throw its data away.
      @Override
      public void processStopped(Process process) {}
    };
  }

  /**
   * How long the library is to wait. It compares times of the day, so an end on the morrow would be
   * over at once: it then waits until midnight, and on for as long as the API server lives.
   */
  static Duration patience(LocalTime now) {
    Duration today = Duration.between(now, LocalTime.MAX);
    return today.compareTo(STARTUP) < 0 ? today : STARTUP;
  }

  String kubeconfigYaml() {
    return kubeconfigYaml;
  }

  /** SIGSTOP: connections stand, nothing is answered. */
  void freeze() {
    Signals.send("STOP", Long.toString(process().pid()));
  }

  /** SIGCONT. */
  void thaw() {
    Signals.send("CONT", Long.toString(process().pid()));
  }

  /**
   * SIGKILL; etcd keeps what was stored. Connections are refused, and nobody else gets the port,
   * which is one of those that the system gives to outgoing connections.
   */
  void kill() {
    ProcessHandle process = process();
    command = commandOf(process);
    process.destroyForcibly();
    process.onExit().join();
    if (keptPort == null) {
      keptPort = bound(URI.create(Config.fromKubeconfig(kubeconfigYaml).getMasterUrl()));
    }
  }

  /** Bound, but not listening. */
  private static Socket bound(URI address) {
    try {
      Socket socket = new Socket();
      socket.setReuseAddress(true);
      socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
      socket.bind(new InetSocketAddress(address.getHost(), address.getPort()));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException("the API server's port can't be kept", e);
    }
  }

  /** Starts again after {@link #kill}; the caller waits until it answers. */
  void startAgain(Path folder) {
    List<String> sharing = new ArrayList<>(command);
    if (!sharing.contains(SHARE_PORT)) {
      sharing.add(SHARE_PORT);
    }
    again =
        LocalProcess.start(
            "kube-apiserver", sharing, Map.of(), folder, folder.resolve("apiserver.log"));
  }

  /**
   * Stops both, hands the folders in which etcd stores everything to somebody, and starts both
   * again; the caller waits until the API server answers.
   *
   * @param somebody is given the name of each folder in a copy, and its path
   */
  void whileStopped(BiConsumer<String, Path> somebody, Path folder) {
    ProcessHandle etcd = etcd();
    List<String> etcdCommand = commandOf(etcd);
    kill();
    etcd.destroy();
    etcd.onExit().join();
    for (String flag : List.of("-data-dir", "-wal-dir")) {
      somebody.accept(flag.substring(1), Path.of(etcdCommand.get(etcdCommand.indexOf(flag) + 1)));
    }
    etcdAgain =
        LocalProcess.start("etcd", etcdCommand, Map.of(), folder, folder.resolve("etcd.log"));
    startAgain(folder);
  }

  /** The last lines of the one that was started again; empty where none was. */
  String tail() {
    return again == null ? "" : again.tail();
  }

  /** Ends both; a second call finds nothing left to do, as the library could not bear it. */
  void stop() {
    if (!stopped.getAndSet(true)) {
      for (LocalProcess last : Arrays.asList(again, etcdAgain)) {
        if (last != null) {
          last.kill();
          last.close();
        }
      }
      server.stop();
      releasePort();
    }
  }

  private void releasePort() {
    Socket last = keptPort;
    if (last == null) {
      return;
    }
    try {
      last.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The one whose address the API server was given. */
  private ProcessHandle etcd() {
    LocalProcess last = etcdAgain;
    if (last != null) {
      return last.process().toHandle();
    }
    List<String> told = commandOf(process());
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/etcd"))
        .filter(child ->
            commandOf(child).stream().anyMatch(one -> one.startsWith("http") && told.contains(one)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("etcd does not run"));
  }

  /** Of several in this JVM, the one that listens where the kubeconfig says. */
  private ProcessHandle process() {
    LocalProcess last = again;
    if (last != null) {
      return last.process().toHandle();
    }
    return ProcessHandle.current()
        .children()
        .filter(child -> child.info().command().orElse("").endsWith("/kube-apiserver"))
        .filter(child -> commandOf(child).stream().anyMatch(this::isItsPort))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the API server does not run"));
  }

  /** The port stands in an argument of its own. */
  private boolean isItsPort(String argument) {
    return argument.matches("\\d+") && kubeconfigYaml.matches("(?s).*:" + argument + "\\b.*");
  }

  /** Program and arguments; the latter are missing for a process that has ended. */
  private static List<String> commandOf(ProcessHandle process) {
    List<String> command = new ArrayList<>();
    command.add(process.info().command().orElse(""));
    command.addAll(List.of(process.info().arguments().orElse(new String[0])));
    return List.copyOf(command);
  }
}
