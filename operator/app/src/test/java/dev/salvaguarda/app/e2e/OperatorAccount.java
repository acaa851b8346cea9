package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A service account with the rights of the reference page and no others. */
final class OperatorAccount {
  private static final Path RIGHTS = Path.of("..", "..", "docs", "reference", "rights.yaml");
  private static final String NAME = "salvaguarda-operator";

  private OperatorAccount() {}

  /** Makes the account and writes its kubeconfig into the folder. */
  static Path kubeconfig(ControlPlane cluster, Path folder) throws IOException {
    KubernetesClient client = cluster.client();
    String namespace = cluster.newNamespace("salvaguarda-system");
    Manifests.apply(client, Files.readString(RIGHTS));
    client
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    client
        .resource(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", NAME)
                .addNewSubject("", "ServiceAccount", NAME, namespace)
                .build())
        .create();
    return withToken(cluster, namespace, folder);
  }

  private static Path withToken(ControlPlane cluster, String namespace, Path folder)
      throws IOException {
    String token =
        cluster
            .client()
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(NAME)
            .tokenRequest(new TokenRequestBuilder().withNewSpec().endSpec().build())
            .getStatus()
            .getToken();
    Config config = Serialization.unmarshal(cluster.kubeconfigYaml(), Config.class);
    AuthInfo user = new AuthInfo();
    user.setToken(token);
    config.getUsers().forEach(named -> named.setUser(user));
    Path file = folder.resolve("operator-kubeconfig.yaml");
    Files.writeString(file, Serialization.asYaml(config));
    return file;
  }
}
