package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A service account with the rights of the reference page and no others.
 *
 * @param namespace where the account lives
 * @param kubeconfig what the operator is started with
 */
record OperatorAccount(ControlPlane cluster, String namespace, Path kubeconfig) {
  static final Path RIGHTS = Path.of("..", "..", "helm", "salvaguarda", "files", "rights.yaml");

  private static final String NAME = "salvaguarda-operator";

  /** Makes the account, gives it its rights and writes its kubeconfig into the folder. */
  static OperatorAccount create(ControlPlane cluster, Path folder) throws IOException {
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
    Path kubeconfig = folder.resolve(namespace + ".yaml");
    OperatorAccount account = new OperatorAccount(cluster, namespace, kubeconfig);
    account.giveRights();
    account.writeKubeconfig();
    return account;
  }

  /** As RBAC and the audit log name it. */
  String user() {
    return "system:serviceaccount:" + namespace + ":" + NAME;
  }

  void giveRights() {
    cluster.client().resource(binding()).createOr(existing -> existing.update());
  }

  /** Until {@link #giveRights()} everything is forbidden. */
  void withdrawRights() {
    cluster.client().resource(binding()).delete();
  }

  private ClusterRoleBinding binding() {
    return new ClusterRoleBindingBuilder()
        .withNewMetadata()
        .withName(namespace)
        .endMetadata()
        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", NAME)
        .addNewSubject("", "ServiceAccount", NAME, namespace)
        .build();
  }

  private void writeKubeconfig() throws IOException {
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
    Files.writeString(kubeconfig, Serialization.asYaml(config));
  }
}
