package dev.salvaguarda.app.e2e;

import dev.salvaguarda.app.chart.Chart;
import dev.salvaguarda.testkit.cluster.ControlPlane;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A service account with the rights that the chart gives the operator, and no others.
 *
 * @param namespace where the account lives
 * @param watched where it has its rights, by Roles; empty means everywhere, by a ClusterRole
 * @param rights file with the chart's rules
 * @param kubeconfig what the operator is started with
 */
public record OperatorAccount(
    ControlPlane cluster, String namespace, List<String> watched, Path rights, Path kubeconfig) {
  /** Name of account and role. */
  static final String NAME = "salvaguarda-controller";

  /** Longer than the longest test. */
  private static final Duration TOKEN = Duration.ofHours(24);

  /** Makes an account for all namespaces, gives it its rights and writes its kubeconfig. */
  static OperatorAccount create(ControlPlane cluster, Path folder) {
    return create(cluster, folder, List.of());
  }

  /**
   * The same for one who runs elsewhere.
   *
   * @param rights file with the chart's rules
   */
  public static OperatorAccount create(ControlPlane cluster, Path folder, Path rights) {
    return create(cluster, folder, List.of(), rights);
  }

  /** The same for these namespaces only. */
  static OperatorAccount create(ControlPlane cluster, Path folder, List<String> watched) {
    return create(cluster, folder, watched, Chart.RIGHTS);
  }

  private static OperatorAccount create(
      ControlPlane cluster, Path folder, List<String> watched, Path rights) {
    String namespace = cluster.newNamespace("salvaguarda-system");
    cluster
        .client()
        .resource(
            new ServiceAccountBuilder()
                .withNewMetadata()
                .withName(NAME)
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    Path kubeconfig = folder.resolve(namespace + ".yaml");
    OperatorAccount account = new OperatorAccount(cluster, namespace, watched, rights, kubeconfig);
    account.giveRights();
    account.writeKubeconfig();
    return account;
  }

  /** As RBAC and the audit log name it. */
  String user() {
    return "system:serviceaccount:" + namespace + ":" + NAME;
  }

  void giveRights() {
    KubernetesClient client = cluster.client();
    roles().forEach(role -> client.resource(role).createOr(existing -> existing.update()));
    bindings().forEach(binding -> client.resource(binding).createOr(existing -> existing.update()));
  }

  /** Until {@link #giveRights()} everything is forbidden. */
  void withdrawRights() {
    bindings().forEach(binding -> cluster.client().resource(binding).delete());
  }

  /** The chart's ClusterRole. */
  static ClusterRole role() {
    return role(Chart.RIGHTS);
  }

  private static ClusterRole role(Path rights) {
    try {
      return Serialization.unmarshal(Files.readString(rights), ClusterRole.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<HasMetadata> roles() {
    return watched.isEmpty()
        ? Stream.of(role(rights))
        : watched.stream()
            .map(place ->
                new RoleBuilder()
                    .withNewMetadata()
                    .withName(NAME)
                    .withNamespace(place)
                    .endMetadata()
                    .withRules(role(rights).getRules())
                    .build());
  }

  private Stream<HasMetadata> bindings() {
    return watched.isEmpty()
        ? Stream.of(
            new ClusterRoleBindingBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", NAME)
                .addNewSubject("", "ServiceAccount", NAME, namespace)
                .build())
        : watched.stream()
            .map(place ->
                new RoleBindingBuilder()
                    .withNewMetadata()
                    .withName(namespace)
                    .withNamespace(place)
                    .endMetadata()
                    .withNewRoleRef("rbac.authorization.k8s.io", "Role", NAME)
                    .addNewSubject("", "ServiceAccount", NAME, namespace)
                    .build());
  }

  private void writeKubeconfig() {
    String token =
        cluster
            .client()
            .serviceAccounts()
            .inNamespace(namespace)
            .withName(NAME)
            .tokenRequest(
                new TokenRequestBuilder()
                    .withNewSpec()
                    .withExpirationSeconds(TOKEN.toSeconds())
                    .endSpec()
                    .build())
            .getStatus()
            .getToken();
    Config config = Serialization.unmarshal(cluster.kubeconfigYaml(), Config.class);
    AuthInfo user = new AuthInfo();
    user.setToken(token);
    config.getUsers().forEach(named -> named.setUser(user));
    try {
      Files.writeString(kubeconfig, Serialization.asYaml(config));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
