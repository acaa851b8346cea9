package dev.salvaguarda.testkit.cluster;

import dev.salvaguarda.testkit.process.Folders;
import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import dev.salvaguarda.testkit.process.Patience;
import dev.salvaguarda.testkit.process.RequiredTool;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A real API server with etcd, and the real controllers where kube-controller-manager is to be had.
 *
 * <p>There is neither a scheduler nor a kubelet: see {@code StandInNode}. RBAC is on, the admission
 * of service accounts is off; the client and the kubeconfig are those of an administrator.
 */
public final class ControlPlane implements AutoCloseable {
  private final ApiServer apiServer;
  private final Path folder;
  private final String kubeconfigYaml;
  private final KubernetesClient client;
  private final @Nullable LocalProcess controllerManager;
  private final Thread stopAtExit;

  private ControlPlane(ApiServer apiServer, Path folder, boolean controllers) {
    this.apiServer = apiServer;
    this.folder = folder;
    this.kubeconfigYaml = apiServer.kubeconfigYaml();
    this.stopAtExit = new Thread(apiServer::stop, "stop-api-server");
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
    return start(List.of());
  }

  /** The same, with more flags for the API server, such as {@code --audit-log-path=…}. */
  public static ControlPlane start(List<String> flags) {
    return start(flags, true);
  }

  /** Starts the API server only: Jobs make no pods and nothing is garbage collected. */
  public static ControlPlane startWithoutControllers() {
    return start(List.of(), false);
  }

  private static ControlPlane start(List<String> flags, boolean controllers) {
    return new ControlPlane(
        ApiServer.start(flags), Machine.temporaryFolder("cluster"), controllers);
  }

  /** The API server accepts connections and answers nothing, until {@link #thawApiServer()}. */
  public void freezeApiServer() {
    apiServer.freeze();
  }

  /** It goes on where it was. */
  public void thawApiServer() {
    apiServer.thaw();
    awaitApiServer();
  }

  /** SIGKILL for the API server; what it stored is kept. */
  public void killApiServer() {
    apiServer.kill();
  }

  /** Starts it again after {@link #killApiServer()}, at the same address. */
  public void restartApiServer() {
    apiServer.startAgain(folder);
    awaitApiServer();
  }

  /** Stops everything for a moment and copies all that is stored. */
  public void keepCopy(Path copy) {
    apiServer.whileStopped((name, data) -> Folders.copy(data, copy.resolve(name)), folder);
    awaitApiServer();
  }

  /** All that is stored is again as it was when the copy was made. */
  public void setBack(Path copy) {
    apiServer.whileStopped(
        (name, data) -> {
          Folders.delete(data);
          Folders.copy(copy.resolve(name), data);
        },
        folder);
    awaitApiServer();
  }

  /** Custom kinds are served some seconds after the others. */
  private void awaitApiServer() {
    Patience.until(
        "the API server answers",
        Duration.ofMinutes(4),
        () ->
            client.namespaces().withName("default").get() != null
                && client
                    .apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .list()
                    .getItems()
                    .stream()
                    .allMatch(this::isServed),
        apiServer::tail);
  }

  private boolean isServed(CustomResourceDefinition kind) {
    return kind.getSpec().getVersions().stream()
        .filter(version -> version.getServed())
        .allMatch(version ->
            client.getApiResources(kind.getSpec().getGroup() + "/" + version.getName()) != null);
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
    apiServer.stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is on its way out and runs the hook itself.
    }
    Folders.delete(folder);
  }

  private static Optional<LocalProcess> startControllers(Path folder) {
    RequiredTool program = RequiredTool.kubernetes("kube-controller-manager");
    Optional<Path> binary = Machine.isCi() ? Optional.of(program.path()) : program.find();
    return binary.map(found -> ControllerManager.start(found, folder));
  }
}
