package dev.salvaguarda.app.e2e;

import dev.salvaguarda.testkit.cluster.Crds;
import dev.salvaguarda.testkit.s3.S3Server;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What a person applies. */
final class Manifests {
  static final String PASSWORD = "correct horse battery staple";

  private static final Path CRDS = Path.of("..", "..", "crds");

  private Manifests() {}

  /** Applies the CRDs and waits until the API server serves them. */
  static void applyCrds(KubernetesClient client) {
    Crds.install(client, CRDS);
  }

  /** As {@code kubectl apply --server-side}. */
  static List<HasMetadata> apply(KubernetesClient client, String yaml) {
    return client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .items()
        .stream()
        .map(item ->
            client.resource(item).fieldManager("kubectl").forceConflicts().serverSideApply())
        .toList();
  }

  static Secret secret(String namespace, String name, Map<String, String> data) {
    return new SecretBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata()
        .withStringData(data)
        .build();
  }

  static Secret s3Secret(String namespace, S3Server s3) {
    return secret(
        namespace, "s3", Map.of("accessKey", s3.accessKey(), "secretKey", s3.secretKey()));
  }

  /** Applies the Secrets that a repository of {@link #repository} needs. */
  static void applyRepositorySecrets(KubernetesClient client, String namespace, S3Server s3) {
    client.resource(s3Secret(namespace, s3)).create();
    client.resource(secret(namespace, "archive", Map.of("password", PASSWORD))).create();
  }

  static String repository(String namespace, String name, S3Server s3, String bucket) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupRepository
    metadata:
      name: %s
      namespace: %s
    spec:
      s3:
        endpoint: %s
        bucket: %s
        prefix: %s
        credentialsRef: {name: s3}
      encryption:
        passwordRef: {name: archive}
    """
        .formatted(name, namespace, s3.endpoint(), bucket, name);
  }

  /** A policy that copies a folder of this machine to the repository {@code offsite}. */
  static String filesPolicy(String namespace, String name, Path folder, String cron) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupPolicy
    metadata:
      name: %s
      namespace: %s
    spec:
      schedules:
        - {name: only, cron: "%s"}
      source:
        files:
          hostPath: {path: %s}
      repositories:
        - {name: offsite}
    """
        .formatted(name, namespace, cron, folder);
  }

  static String run(String namespace, String name, String policy) {
    return """
    apiVersion: salvaguarda.dev/v1alpha1
    kind: BackupRun
    metadata:
      name: %s
      namespace: %s
    spec:
      policyRef: {name: %s}
    """
        .formatted(name, namespace, policy);
  }
}
