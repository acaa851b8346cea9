package dev.salvaguarda.testkit.cluster;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with etcd, and the real controllers where kube-controller-manager is to be had.
 *
 * <p>There is neither a scheduler nor a kubelet: see {@code StandInNode}. RBAC is on, the admission
 * of service accounts is off; the client and the kubeconfig are those of an administrator.
 */
public final class ControlPlane implements AutoCloseable {
  private final KubeAPIServer apiServer;
  private final Path folder;
  private final String kubeconfigYaml;
  private final KubernetesClient client;
  private final @Nullable LocalProcess controllerManager;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final Thread stopAtExit;

  private ControlPlane(KubeAPIServer apiServer, Path folder, boolean controllers) {
    this.apiServer = apiServer;
    this.folder = folder;
    this.kubeconfigYaml = apiServer.getKubeConfigYaml();
    this.stopAtExit = new Thread(this::stopApiServer, "stop-api-server");
    Runtime.getRuntime().addShutdownHook(stopAtExit);
    try {
      Files.writeString(kubeconfig(), kubeconfigYaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.client =
        new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfigYaml)).build();
    this.controllerManager = controllers ? startControllers(folder).orElse(null) : null;
  }

  /** Starts everything that there is; see {@link RequiredTool#path()} for what is missing. */
  public static ControlPlane start() {
    return start(true);
  }

  /** Starts the API server only: Jobs make no pods and nothing is garbage collected. */
  public static ControlPlane startWithoutControllers() {
    return start(false);
  }

  private static ControlPlane start(boolean controllers) {
    RequiredTool.kubernetes("kube-apiserver").path();
    RequiredTool.kubernetes("etcd").path();
    KubeAPIServer server =
        new KubeAPIServer(
            KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(Machine.kubeApiTestFolder().toString())
                .withApiServerVersion(Machine.KUBERNETES_VERSION)
                .withUpdateKubeConfig(false)
                .build());
    server.start();
    return new ControlPlane(server, Machine.temporaryFolder("cluster"), controllers);
  }

  /** An administrator's client, closed with this object. */
  public KubernetesClient client() {
    return client;
  }

  /** An administrator's kubeconfig, as a file that lives as long as this object. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig.yaml");
  }

  public String kubeconfigYaml() {
    return kubeconfigYaml;
  }

  /** Whether Jobs make pods and owners take their dependents with them. */
  public boolean hasControllers() {
    return controllerManager != null;
  }

  /** Makes a namespace whose name begins with {@code prefix} and returns the name. */
  public String newNamespace(String prefix) {
    Namespace wanted =
        new NamespaceBuilder()
            .withNewMetadata()
            .withGenerateName(prefix + "-")
            .endMetadata()
            .build();
    return client.resource(wanted).create().getMetadata().getName();
  }

  @Override
  public void close() {
    client.close();
    if (controllerManager != null) {
      controllerManager.kill();
      controllerManager.close();
    }
    stopApiServer();
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is on its way out and runs the hook itself.
    }
    Folders.delete(folder);
  }

  /** The library can't be asked twice, and both {@link #close()} and the end of the JVM ask. */
  private void stopApiServer() {
    if (!stopped.getAndSet(true)) {
      apiServer.stop();
    }
  }

  private static Optional<LocalProcess> startControllers(Path folder) {
    return RequiredTool.kubernetes("kube-controller-manager")
        .find()
        .map(binary -> ControllerManager.start(binary, folder));
  }
}
