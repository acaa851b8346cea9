package dev.salvaguarda.controller.archive;

import dev.salvaguarda.api.ref.CaBundleRef;
import dev.salvaguarda.domain.condition.ConditionReason;
import dev.salvaguarda.domain.text.SecretText;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One look at Secrets and ConfigMaps of a namespace, each read by its name, and once: that needs no
 * right to list or watch them. Not thread-safe.
 */
public final class NamedSecretsGatherer {
  /** How whatever is in PEM form begins. */
  private static final String PEM = "-----BEGIN ";

  private final KubernetesClient client;
  private final String namespace;
  private final Map<String, Optional<Secret>> secrets = new HashMap<>();
  private final StringBuilder versions = new StringBuilder();

  public NamedSecretsGatherer(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /**
   * A secret that readers agree on.
   *
   * @throws MissingReferenceException if it is absent, empty or unclear
   */
  public SensitiveText text(String secret, String key) {
    return clear(secret, key, SecretText.of(required(secret, key)));
  }

  /**
   * The same for what has one line.
   *
   * @throws MissingReferenceException if it is absent, empty or unclear
   */
  public SensitiveText oneLine(String secret, String key) {
    return clear(secret, key, SecretText.ofOneLine(required(secret, key)));
  }

  /**
   * The same for what may be absent or empty; null if it is.
   *
   * @throws MissingReferenceException if it is unclear
   */
  public @Nullable SensitiveText optionalLine(String secret, String key) {
    return bytes(secret, key)
        .map(SecretText::ofOneLine)
        .filter(text -> !text.equals(SecretText.EMPTY))
        .map(text -> clear(secret, key, text))
        .orElse(null);
  }

  /**
   * All that a Secret holds, each of one line, by key.
   *
   * @throws MissingReferenceException if the Secret is absent, or one of its values is empty or
   *     unclear
   */
  public Map<String, SensitiveText> lines(String secret) {
    Map<String, SensitiveText> lines = new TreeMap<>();
    secret(secret)
        .orElseThrow(() -> missing(secret, ""))
        .getData()
        .keySet()
        .forEach(key -> lines.put(key, oneLine(secret, key)));
    return lines;
  }

  private byte[] required(String secret, String key) {
    return bytes(secret, key).orElseThrow(() -> missing(secret, key));
  }

  private MissingReferenceException missing(String secret, String key) {
    return secret(secret).isEmpty()
        ? new MissingReferenceException(
            ConditionReason.SECRET_NOT_FOUND,
            "There is no Secret \"%s\" in namespace \"%s\".".formatted(secret, namespace))
        : new MissingReferenceException(
            ConditionReason.SECRET_KEY_MISSING,
            "Secret \"%s\" has no text under the key \"%s\"; its keys are %s."
                .formatted(secret, key, keysOf(secret)));
  }

  private Optional<byte[]> bytes(String secret, String key) {
    return secret(secret)
        .map(Secret::getData)
        .map(data -> data.get(key))
        .filter(base64 -> !base64.isEmpty())
        .map(Base64.getDecoder()::decode);
  }

  /** Names all that was read and as it was; changes whenever one of the objects does. */
  public String versions() {
    return versions.toString();
  }

  private Optional<Secret> secret(String name) {
    return secrets.computeIfAbsent(
        name,
        _ -> note("Secret/" + name, client.secrets().inNamespace(namespace).withName(name).get()));
  }

  private String keysOf(String secret) {
    return secret(secret)
        .map(Secret::getData)
        .map(data -> String.join(", ", data.keySet().stream().sorted().toList()))
        .filter(keys -> !keys.isEmpty())
        .orElse("none");
  }

  /**
   * Certificates in PEM form.
   *
   * @throws MissingReferenceException if there are none
   */
  public String caBundle(CaBundleRef ref) {
    String key = Objects.requireNonNullElse(ref.key(), CaBundleRef.DEFAULT_KEY);
    boolean inSecret = ref.kind() == CaBundleRef.Kind.SECRET;
    Optional<String> pem =
        inSecret
            ? bytes(ref.name(), key).map(bytes -> new String(bytes, StandardCharsets.UTF_8))
            : note(
                    "ConfigMap/" + ref.name(),
                    client.configMaps().inNamespace(namespace).withName(ref.name()).get())
                .map(ConfigMap::getData)
                .map(data -> data.get(key))
                .filter(text -> !text.isBlank());
    String form =
        pem.isPresent()
            ? "%s \"%s\" in namespace \"%s\" holds no certificate in PEM form under the key \"%s\"."
            : "%s \"%s\" does not exist in namespace \"%s\" or has nothing under the key \"%s\".";
    return pem.filter(text -> text.contains(PEM))
        .orElseThrow(() ->
            new MissingReferenceException(
                ConditionReason.CA_BUNDLE_NOT_FOUND,
                form.formatted(inSecret ? "Secret" : "ConfigMap", ref.name(), namespace, key)));
  }

  private <T extends HasMetadata> Optional<T> note(String name, @Nullable T object) {
    versions.append(' ').append(name).append('=');
    if (object != null) {
      versions
          .append(object.getMetadata().getUid())
          .append('@')
          .append(object.getMetadata().getResourceVersion());
    }
    return Optional.ofNullable(object);
  }

  private static SensitiveText clear(String secret, String key, SecretText text) {
    return switch (text) {
      case SecretText.Clear(String clear) -> new SensitiveText(clear);
      case SecretText.Unclear(String why) ->
          throw new MissingReferenceException(
              ConditionReason.SECRET_UNCLEAR,
              "The value under the key \"%s\" of Secret \"%s\" %s.".formatted(key, secret, why));
    };
  }
}
