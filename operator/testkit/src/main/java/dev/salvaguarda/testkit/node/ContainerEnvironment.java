package dev.salvaguarda.testkit.node;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment variables of a container, with what they refer to looked up. */
final class ContainerEnvironment {
  private final KubernetesClient client;
  private final Pod pod;

  ContainerEnvironment(KubernetesClient client, Pod pod) {
    this.client = client;
    this.pod = pod;
  }

  Map<String, String> of(Container container) {
    Map<String, String> values = new LinkedHashMap<>();
    container.getEnvFrom().forEach(source -> values.putAll(all(source)));
    for (EnvVar variable : container.getEnv()) {
      String value =
          variable.getValueFrom() == null ? variable.getValue() : lookUp(variable.getValueFrom());
      values.put(variable.getName(), value == null ? "" : value);
    }
    return values;
  }

  private Map<String, String> all(EnvFromSource source) {
    if (source.getSecretRef() == null) {
      throw new VolumeNotReadyException("the stand-in node takes variables only from Secrets");
    }
    String name = source.getSecretRef().getName();
    Secret secret = client.secrets().inNamespace(namespace()).withName(name).get();
    if (secret == null) {
      throw new VolumeNotReadyException("secret \"" + name + "\" not found");
    }
    Map<String, String> values = new LinkedHashMap<>();
    secret
        .getData()
        .forEach((key, text) ->
            values.put(key, new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8)));
    return values;
  }

  private String lookUp(EnvVarSource source) {
    if (source.getFieldRef() != null) {
      return field(source.getFieldRef().getFieldPath());
    }
    if (source.getSecretKeyRef() != null) {
      return secret(source.getSecretKeyRef().getName(), source.getSecretKeyRef().getKey());
    }
    if (source.getConfigMapKeyRef() != null) {
      return configMap(source.getConfigMapKeyRef().getName(), source.getConfigMapKeyRef().getKey());
    }
    return "";
  }

  private String field(String path) {
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> namespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "spec.nodeName" -> pod.getSpec().getNodeName();
      case "spec.serviceAccountName" -> pod.getSpec().getServiceAccountName();
      case "status.podIP", "status.hostIP" -> "127.0.0.1";
      default -> throw new VolumeNotReadyException("the stand-in node doesn't know field " + path);
    };
  }

  private String secret(String name, String key) {
    Secret secret = client.secrets().inNamespace(namespace()).withName(name).get();
    if (secret == null || secret.getData() == null || !secret.getData().containsKey(key)) {
      throw new VolumeNotReadyException("couldn't find key " + key + " in Secret " + name);
    }
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key)), StandardCharsets.UTF_8);
  }

  private String configMap(String name, String key) {
    ConfigMap map = client.configMaps().inNamespace(namespace()).withName(name).get();
    if (map == null || map.getData() == null || !map.getData().containsKey(key)) {
      throw new VolumeNotReadyException("couldn't find key " + key + " in ConfigMap " + name);
    }
    return map.getData().get(key);
  }

  private String namespace() {
    return pod.getMetadata().getNamespace();
  }
}
