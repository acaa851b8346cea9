package dev.salvaguarda.testkit.cluster;

import dev.salvaguarda.testkit.process.LocalProcess;
import dev.salvaguarda.testkit.process.Machine;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Kubernetes' own controllers, attached to the API server of a {@link ControlPlane}. */
final class ControllerManager {
  private ControllerManager() {}

  static LocalProcess start(Path binary, Path folder) {
    String kubeconfig = folder.resolve("kubeconfig.yaml").toString();
    List<String> command =
        List.of(
            binary.toString(),
            "--kubeconfig=" + kubeconfig,
            "--authentication-kubeconfig=" + kubeconfig,
            "--authorization-kubeconfig=" + kubeconfig,
            "--service-account-private-key-file="
                + Machine.kubeApiTestFolder().resolve("apiserver.key"),
            "--use-service-account-credentials=false",
            "--leader-elect=false",
            "--bind-address=127.0.0.1",
            "--secure-port=0",
            "--controllers=*,-nodeipam,-cloud-node-lifecycle");
    return LocalProcess.start(
        "kube-controller-manager",
        command,
        Map.of(),
        folder,
        folder.resolve("controller-manager.log"));
  }
}
